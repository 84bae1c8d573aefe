// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.pipeline;

import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.policy.Cors;
import dev.latchkey.gateway.refusal.Failure;
import dev.latchkey.gateway.refusal.Fault;
import dev.latchkey.gateway.refusal.RateFields;
import dev.latchkey.gateway.refusal.Reason;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The only writer of error bodies: RFC 9457 problem documents that say what to do next. Never
 * echoes anything of the request but its id. One event loop.
 */
public final class FailureRenderer {
  private static final Logger log = LoggerFactory.getLogger(FailureRenderer.class);
  private static final String RETRY_SOON = "2";
  private static final String RETRY_IN_A_MINUTE = "60";
  private static final CharSequence CHALLENGE = HttpHeaders.createOptimized("WWW-Authenticate");
  private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");
  private static final CharSequence PROBLEM =
      HttpHeaders.createOptimized("application/problem+json");
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

  /**
   * Writes the whole answer.
   *
   * @param route for the challenge; null when none matched
   */
  void render(Exchange exchange, @Nullable Route route, Failure failure) {
    HttpServerResponse response = exchange.response();
    Reason reason = failure.reason();
    MultiMap headers = response.headers();
    boolean close =
        reason.closesConnection()
            || exchange.target() == null
            || Parting.leavesTooMuch(exchange)
            || headers.contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true);
    // An upstream's head may stand there already: nothing of it belongs to this answer.
    headers.clear();
    headers.set(REQUEST_ID, exchange.id());
    if (GrpcRefusal.isAskedFor(exchange.request())) {
      GrpcRefusal.fill(headers, reason);
      response.setStatusCode(GrpcRefusal.HTTP_STATUS).end();
      return;
    }
    status(response, HttpResponseStatus.valueOf(reason.status()));
    headers.set(HttpHeaders.CONTENT_TYPE, PROBLEM);
    headers.set(HttpHeaders.CACHE_CONTROL, NO_STORE);
    Cors cors = route == null ? null : route.policy().cors();
    if (cors != null) {
      cors.own(exchange.request().getHeader(HttpHeaders.ORIGIN), headers);
    }
    challenge(headers, route, reason);
    advice(headers, failure);
    if (close && response.streamId() < 0) {
      headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    response.end(ProblemBody.of(failure, exchange.id()));
  }

  /** An upstream's phrase may stand there already. */
  private static void status(HttpServerResponse response, HttpResponseStatus status) {
    response.setStatusCode(status.code());
    if (!status.reasonPhrase().equals(response.getStatusMessage())) {
      response.setStatusMessage(status.reasonPhrase());
    }
  }

  /** For whoever runs this node: what the caller is not told. */
  static void log(Exchange exchange, Fault fault) {
    boolean defect = fault.reason() == Reason.INTERNAL_ERROR;
    log.atLevel(defect ? Level.ERROR : Level.DEBUG)
        .addKeyValue("requestId", exchange.id())
        .addKeyValue("code", fault.reason().code())
        .setCause(fault.getCause())
        .log(defect ? "a defect ended a request" : "a request could not be served");
  }

  private static void challenge(MultiMap headers, @Nullable Route route, Reason reason) {
    if (route == null) {
      return;
    }
    switch (reason) {
      case KEY_MISSING -> headers.set(CHALLENGE, route.challenge().missing());
      case KEY_INVALID -> headers.set(CHALLENGE, route.challenge().invalid());
      case INSUFFICIENT_SCOPE -> headers.set(CHALLENGE, route.challenge().insufficientScope());
      default -> {}
    }
  }

  private static void advice(MultiMap headers, Failure failure) {
    String allow = failure.allow();
    if (allow != null) {
      headers.set(HttpHeaders.ALLOW, allow);
    }
    RateFields fields = failure.rateFields();
    if (fields != null) {
      headers.set(HttpHeaders.RETRY_AFTER, fields.resetSeconds());
      fields.onto(headers);
    } else if (failure.reason() == Reason.TOO_MANY_FAILURES) {
      headers.set(HttpHeaders.RETRY_AFTER, RETRY_IN_A_MINUTE);
    } else if (failure.reason().status() == 503) {
      String retryAfter = failure.retryAfter();
      headers.set(HttpHeaders.RETRY_AFTER, retryAfter == null ? RETRY_SOON : retryAfter);
    }
  }
}
