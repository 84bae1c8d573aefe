// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.accept.Exchange;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * X-Forwarded-For, -Proto and -Host by the trust rules: a trusted peer's word is kept and added to,
 * anybody else's is replaced by what this connection shows.
 */
final class ForwardingFields {
  private static final String FOR = "X-Forwarded-For";
  private static final String PROTO = "X-Forwarded-Proto";
  private static final String HOST = "X-Forwarded-Host";

  private ForwardingFields() {}

  static void write(Exchange exchange, MultiMap out) {
    HttpServerRequest request = exchange.request();
    MultiMap in = request.headers();
    boolean trusted = exchange.peerTrusted();
    String chain = trusted ? joined(in) : null;
    out.set(FOR, chain == null ? exchange.peer() : chain + ", " + exchange.peer());
    String proto = trusted ? in.get(PROTO) : null;
    out.set(PROTO, proto == null ? scheme(request) : proto);
    String host = trusted ? in.get(HOST) : null;
    String own = host == null ? request.getHeader("host") : host;
    if (own != null) {
      out.set(HOST, own);
    }
  }

  private static @Nullable String joined(MultiMap in) {
    return in.contains(FOR) ? String.join(", ", in.getAll(FOR)) : null;
  }

  private static String scheme(HttpServerRequest request) {
    return request.isSSL() ? "https" : "http";
  }
}
