// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.accept.BodyFraming;
import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.forward.client.CallListener;
import dev.latchkey.gateway.forward.client.UpstreamAnswer;
import dev.latchkey.gateway.forward.client.UpstreamRequest;
import dev.latchkey.gateway.forward.upstream.Attempts;
import dev.latchkey.gateway.limit.Admission;
import dev.latchkey.gateway.policy.RoutePolicy;
import dev.latchkey.gateway.refusal.Failure;
import dev.latchkey.gateway.refusal.Fault;
import dev.latchkey.gateway.refusal.Reason;
import io.netty.handler.codec.http2.Http2Exception;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The upstream's side of a flight: asks for a connection, sends, waits for the head of an answer,
 * and asks another target where that may be done unseen. Tells its flight of the one answer, or of
 * the one failure. One event loop.
 */
final class UpstreamCall implements CallListener {
  private final Flight flight;
  private final Admission admission;
  private final Exchange exchange;
  private final HeaderRules rules;
  private final Attempts attempts;
  private @Nullable UpstreamRequest sent;
  private @Nullable Upload upload;
  private boolean over;

  UpstreamCall(Flight flight, Admission admission, Upstream upstream, HeaderRules rules) {
    this.flight = flight;
    this.admission = admission;
    this.exchange = admission.caller().exchange();
    this.rules = rules;
    this.attempts = upstream.call(isRepeatable(exchange));
  }

  /**
   * Acting twice on it is the same as acting once (RFC 9110, section 9.2.2), and nothing is lost.
   */
  private static boolean isRepeatable(Exchange exchange) {
    return switch (exchange.request().method().name()) {
      case "GET", "HEAD", "OPTIONS", "PUT", "DELETE" -> !exchange.hasBody();
      default -> false;
    };
  }

  /** Asks for a connection, to the first target or to the next. */
  void ask() {
    RoutePolicy policy = admission.caller().route().policy();
    sent = null;
    try {
      attempts.next(
          exchange.request().method(),
          Objects.requireNonNull(exchange.target())
              .forwardable(policy.stripSegments(), policy.addPrefix()),
          policy.patience().connectMillis(),
          this);
    } catch (Fault nobodyToAsk) {
      flight.failed(nobodyToAsk);
    }
  }

  @Override
  public void notConnected(Throwable cause) {
    if (over) {
      return;
    }
    if (attempts.retriesUnsent(cause)) {
      ask();
    } else {
      flight.failed(
          attempts.waitedInVain() ? new Fault(Reason.UPSTREAM_UNAVAILABLE, cause) : cause);
    }
  }

  /** Whoever brings a body slowly waits for that before waiting for a connection. */
  @Override
  public boolean isReady() {
    boolean ready =
        upload != null
            || !exchange.isUnfinished()
            || BodyFraming.isConversation(exchange.request());
    if (!ready) {
      upload().gather(this::gathered);
    }
    return ready;
  }

  private void gathered() {
    if (!over) {
      ask();
    }
  }

  /** From here on the client may send its body. */
  private Upload upload() {
    HttpServerRequest request = exchange.request();
    if (BodyFraming.expectsContinue(request)) {
      exchange.response().writeContinue();
    }
    long most = admission.caller().route().policy().maxBody();
    Upload up = new Upload(request, most, this::uploadBroken);
    upload = up;
    return up;
  }

  @Override
  public void connected(UpstreamRequest toUpstream) {
    if (over) {
      toUpstream.reset();
      return;
    }
    sent = toUpstream;
    flight.connected();
    try {
      send(toUpstream);
    } catch (RuntimeException defect) {
      flight.failed(new Fault(Reason.INTERNAL_ERROR, defect));
    }
  }

  private void send(UpstreamRequest toUpstream) {
    rules.toUpstream(admission.caller(), toUpstream.head());
    if (!exchange.hasBody()) {
      toUpstream.send();
      return;
    }
    Upload up = upload == null ? upload() : upload;
    // Of a conversation the backend must hear before its first byte.
    toUpstream.sendHead(BodyFraming.isConversation(exchange.request()));
    up.start(toUpstream);
  }

  @Override
  public void answered(UpstreamRequest toUpstream, UpstreamAnswer answer) {
    if (over || toUpstream != sent) {
      return;
    }
    int status = answer.status();
    attempts.answered(status);
    if (attempts.retriesAfter(status)) {
      toUpstream.reset();
      ask();
      return;
    }
    flight.answered(answer);
  }

  private void uploadBroken(Throwable cause) {
    if (!over && !flight.isAnswering()) {
      // The codec itself ends a stream that the client has broken: there is nobody to tell.
      flight.failed(cause instanceof Http2Exception ? new ClientGone(cause) : cause);
    }
  }

  /** The connection broke: before an answer, or while the body was on its way up. */
  @Override
  public void broken(UpstreamRequest toUpstream, Throwable cause) {
    if (over || toUpstream != sent || flight.isAnswering()) {
      return;
    }
    boolean again =
        !(cause instanceof Failure || cause instanceof ClientGone)
            && !exchange.response().closed()
            && attempts.retriesBroken(cause, toUpstream.isReused());
    if (again) {
      ask();
    } else {
      flight.failed(cause);
    }
  }

  /** Whether it is the client's turn to bring more of the body. */
  boolean isBodyAwaited() {
    return upload != null && upload.isAwaited();
  }

  /** Whether others wait for the connection that this call has. */
  boolean isInTheWay() {
    return sent != null && sent.isAwaited();
  }

  /** The upstream is to blame. */
  void blame() {
    attempts.failed();
  }

  /** Nothing of it is of interest any more. */
  void end() {
    over = true;
    attempts.end();
  }

  /** What the upstream has not taken, or not sent, it keeps. */
  void reset() {
    Upload up = upload;
    if (up != null) {
      up.stop();
    }
    UpstreamRequest toUpstream = sent;
    if (toUpstream != null) {
      toUpstream.reset();
    }
  }
}
