// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.accept.CanonicalTarget;
import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.forward.client.CallListener;
import dev.latchkey.gateway.forward.client.UpstreamAnswer;
import dev.latchkey.gateway.forward.client.UpstreamRequest;
import dev.latchkey.gateway.forward.upstream.Attempts;
import dev.latchkey.gateway.policy.RoutePolicy;
import dev.latchkey.gateway.refusal.Fault;
import io.vertx.core.http.HttpMethod;
import java.net.ProtocolException;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The backend's side of a WebSocket until it has answered: asks for a connection and for the
 * upgrade, by the same header rules as any call. Tells its call of the one answer, or of the one
 * failure. One event loop.
 */
final class Handshake implements CallListener {
  private final WebSocketCall call;
  private final Exchange exchange;
  private final RoutePolicy policy;
  private final HeaderRules rules;
  private final Attempts attempts;
  private @Nullable UpstreamRequest sent;
  private boolean over;

  Handshake(WebSocketCall call, Upstream upstream, HeaderRules rules) {
    this.call = call;
    this.exchange = call.caller().exchange();
    this.policy = call.caller().route().policy();
    this.rules = rules;
    this.attempts = upstream.tunnel();
  }

  /** Asks for a connection, to the first target or to the next. */
  void ask() {
    CanonicalTarget target = Objects.requireNonNull(exchange.target());
    try {
      attempts.next(
          HttpMethod.GET,
          target.forwardable(policy.stripSegments(), policy.addPrefix()),
          policy.patience().connectMillis(),
          this);
    } catch (Fault nobodyToAsk) {
      call.failed(nobodyToAsk);
    }
  }

  @Override
  public void notConnected(Throwable cause) {
    if (!over && attempts.retriesUnsent(cause)) {
      ask();
    } else {
      call.failed(cause);
    }
  }

  @Override
  public void connected(UpstreamRequest toBackend) {
    if (over) {
      toBackend.reset();
      return;
    }
    sent = toBackend;
    call.connected();
    BiConsumer<CharSequence, CharSequence> head = toBackend.head();
    rules.toUpstream(call.caller(), head);
    WebSocketRules.ask(head);
    toBackend.send();
  }

  @Override
  public void broken(UpstreamRequest toBackend, Throwable cause) {
    call.failed(cause);
  }

  @Override
  public void answered(UpstreamRequest toBackend, UpstreamAnswer answer) {
    if (over) {
      return;
    }
    attempts.answered(answer.status());
    if (WebSocketRules.isAgreed(exchange.request(), answer)) {
      call.agreed(answer);
    } else if (answer.status() < 200) {
      call.failed(new ProtocolException("a handshake that was not asked for"));
    } else {
      call.declined(answer);
    }
  }

  /** The backend is to blame. */
  void blame() {
    attempts.failed();
  }

  /** Nothing of it is of interest any more. */
  void end() {
    over = true;
    attempts.end();
  }

  /** What the backend has not taken, or not sent, it keeps. */
  void reset() {
    UpstreamRequest toBackend = sent;
    if (toBackend != null) {
      toBackend.reset();
    }
  }
}
