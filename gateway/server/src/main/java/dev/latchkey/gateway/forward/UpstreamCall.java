// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.forward.upstream.Attempts;
import dev.latchkey.gateway.limit.Admission;
import dev.latchkey.gateway.policy.RoutePolicy;
import dev.latchkey.gateway.refusal.Failure;
import dev.latchkey.gateway.refusal.Fault;
import dev.latchkey.gateway.refusal.Reason;
import io.netty.handler.codec.http2.Http2Exception;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import java.net.ProtocolException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The upstream's side of a flight: asks for a connection, sends, waits for the head of an answer,
 * and asks another target where that may be done unseen. Tells its flight of the one answer, or of
 * the one failure. One event loop.
 */
final class UpstreamCall {
  private final Flight flight;
  private final Admission admission;
  private final Exchange exchange;
  private final HeaderRules rules;
  private final Attempts attempts;
  private @Nullable HttpClientRequest sent;
  private int tries;
  private boolean over;

  UpstreamCall(Flight flight, Admission admission, Upstream upstream, HeaderRules rules) {
    this.flight = flight;
    this.admission = admission;
    this.exchange = admission.caller().exchange();
    this.rules = rules;
    this.attempts = upstream.call(isRepeatable(exchange.request()));
  }

  /**
   * Acting twice on it is the same as acting once (RFC 9110, section 9.2.2), and nothing is lost.
   */
  private static boolean isRepeatable(HttpServerRequest request) {
    return switch (request.method().name()) {
      case "GET", "HEAD", "OPTIONS", "PUT", "DELETE" -> !BodyFraming.hasBody(request);
      default -> false;
    };
  }

  /** Asks for a connection, to the first target or to the next. */
  void ask() {
    RoutePolicy policy = admission.caller().route().policy();
    tries++;
    try {
      attempts
          .next(
              exchange.request().method(),
              Objects.requireNonNull(exchange.target())
                  .forwardable(policy.stripSegments(), policy.addPrefix()),
              policy.patience().connectMillis())
          .onComplete(this::connected, this::notConnected);
    } catch (Fault nobodyToAsk) {
      flight.failed(nobodyToAsk);
    }
  }

  private void notConnected(Throwable cause) {
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

  private void connected(HttpClientRequest toUpstream) {
    sent = toUpstream;
    int attempt = tries;
    toUpstream.exceptionHandler(cause -> broken(attempt, cause));
    if (over) {
      toUpstream.reset();
      return;
    }
    try {
      send(toUpstream, attempt);
    } catch (RuntimeException defect) {
      flight.failed(new Fault(Reason.INTERNAL_ERROR, defect));
    }
  }

  private void send(HttpClientRequest toUpstream, int attempt) {
    MultiMap fields = HttpHeaders.headers();
    rules.toUpstream(admission.caller(), fields);
    AnswerMeter.giveFields(toUpstream, fields);
    toUpstream.response().onComplete(this::answered, cause -> broken(attempt, cause));
    HttpServerRequest request = exchange.request();
    if (!BodyFraming.hasBody(request)) {
      toUpstream.end();
      return;
    }
    boolean stream = request.getHeader(HttpHeaders.CONTENT_LENGTH) == null;
    if (stream) {
      toUpstream.setChunked(true);
    }
    if (BodyFraming.expectsContinue(request)) {
      exchange.response().writeContinue();
    }
    toUpstream.setWriteQueueMaxSize(BodyFraming.WRITE_QUEUE_BYTES);
    if (stream && exchange.response().streamId() >= 0) {
      // Both sides may speak at any time: the backend must hear of the call before its first byte.
      toUpstream.sendHead();
    }
    long most = admission.caller().route().policy().maxBody();
    ReadStream<Buffer> body = most > 0 ? new BoundedBody(request, most) : request;
    body.pipe().endOnFailure(false).to(toUpstream).onFailure(cause -> uploadBroken(attempt, cause));
  }

  private void answered(HttpClientResponse fromUpstream) {
    if (over) {
      fromUpstream.exceptionHandler(ofNoInterest -> {});
      return;
    }
    int status = fromUpstream.statusCode();
    if (status < 200) {
      flight.failed(new ProtocolException("an interim answer nobody asked for"));
      return;
    }
    attempts.answered(status);
    if (attempts.retriesAfter(status)) {
      // From here on the broken connection is nobody's failure.
      tries++;
      fromUpstream.exceptionHandler(ofNoInterest -> {});
      reset();
      ask();
      return;
    }
    fromUpstream.exceptionHandler(flight::failed);
    flight.answered(fromUpstream);
  }

  private void uploadBroken(int attempt, Throwable cause) {
    // The codec itself ends a stream that the client has broken: there is nobody to tell.
    broken(attempt, cause instanceof Http2Exception ? new ClientGone(cause) : cause);
  }

  /** The connection broke: before an answer, or while the body was on its way up. */
  private void broken(int attempt, Throwable cause) {
    if (over || attempt != tries || flight.isAnswering()) {
      return;
    }
    HttpClientRequest toUpstream = sent;
    boolean reused = toUpstream != null && AnswerMeter.hasServed(toUpstream.connection());
    boolean again =
        !(cause instanceof Failure || cause instanceof ClientGone)
            && !exchange.response().closed()
            && attempts.retriesBroken(cause, reused);
    if (again) {
      ask();
    } else {
      flight.failed(cause);
    }
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
    HttpClientRequest toUpstream = sent;
    if (toUpstream != null) {
      toUpstream.reset();
    }
  }
}
