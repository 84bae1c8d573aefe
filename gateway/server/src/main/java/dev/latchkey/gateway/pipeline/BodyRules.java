// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.pipeline;

import dev.latchkey.gateway.accept.BodyFraming;
import dev.latchkey.gateway.authenticate.Caller;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/** Which bodies a route takes, as far as a request's head tells. */
final class BodyRules {
  private BodyRules() {}

  /** A GET has no use for a body, and servers that do not look for one read it as a request. */
  static void requireWelcome(HttpServerRequest request, Route route) {
    HttpMethod method = request.method();
    if (!route.policy().getBody()
        && (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD))) {
      throw Refusal.because(Reason.BAD_REQUEST);
    }
  }

  /** What is too large to be forwarded is refused before it costs the key anything. */
  static void requireFitting(Caller caller) {
    long most = caller.route().policy().maxBody();
    if (most > 0) {
      String length = caller.exchange().request().getHeader(HttpHeaders.CONTENT_LENGTH);
      if (BodyFraming.length(length) > most) {
        throw Refusal.because(Reason.BODY_TOO_LARGE);
      }
    }
  }
}
