// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.pipeline;

import dev.latchkey.gateway.accept.CanonicalTarget;
import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.identify.RouteTable;
import dev.latchkey.gateway.policy.Cors;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * Answers the questions that browsers ask before a call from another origin (Fetch standard,
 * section 3.2.2). They carry no key, so they are neither checked for one, nor counted, nor
 * forwarded. One event loop.
 */
final class Preflights {
  private final RouteTable routes;
  private final boolean any;

  Preflights(RouteTable routes) {
    this.routes = routes;
    this.any = routes.routes().stream().anyMatch(route -> route.policy().cors() != null);
  }

  /**
   * The route that a preflight asks about; null for all other requests, and where the route that
   * would take the call serves its own origin only.
   */
  @Nullable Route about(HttpServerRequest request, CanonicalTarget target) {
    if (!any || !request.method().equals(HttpMethod.OPTIONS)) {
      return null;
    }
    String method = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    if (method == null || !request.headers().contains(HttpHeaders.ORIGIN)) {
      return null;
    }
    try {
      Route route = routes.find(request.getHeader(HttpHeaders.HOST), method, target);
      return route.policy().cors() == null ? null : route;
    } catch (Refusal noSuchCall) {
      return null;
    }
  }

  /**
   * Says what this server forwards at all, to who asks about the server as a whole.
   *
   * @param allow the methods
   */
  static void answerForServer(Exchange exchange, String allow) {
    HttpServerResponse response = exchange.response();
    response
        .setStatusCode(HttpResponseStatus.NO_CONTENT.code())
        .putHeader(HttpHeaders.ALLOW, allow)
        .putHeader("X-Request-Id", exchange.id());
    if (Parting.leavesTooMuch(exchange)) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    response.end();
  }

  /**
   * Writes the whole answer.
   *
   * @throws Refusal where the origin may not call this route
   */
  void answer(Exchange exchange, Route route) {
    Cors cors = route.policy().cors();
    HttpServerRequest request = exchange.request();
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (cors == null || origin == null || request.headers().getAll(HttpHeaders.ORIGIN).size() > 1) {
      throw Refusal.because(Reason.ORIGIN_NOT_ALLOWED);
    }
    HttpServerResponse response = exchange.response();
    MultiMap headers = response.headers();
    cors.preflight(origin, headers);
    headers.set("X-Request-Id", exchange.id());
    exchange.markAnsweredHere();
    if (Parting.leavesTooMuch(exchange)) {
      headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    response.setStatusCode(HttpResponseStatus.NO_CONTENT.code()).end();
  }
}
