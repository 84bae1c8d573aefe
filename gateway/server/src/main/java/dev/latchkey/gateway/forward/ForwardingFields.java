// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.accept.Exchange;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * X-Forwarded-For, -Proto and -Host by the trust rules: a trusted peer's word is kept and added to,
 * anybody else's is replaced by what this connection shows.
 */
final class ForwardingFields {
  private static final CharSequence FOR = HttpHeaders.createOptimized("X-Forwarded-For");
  private static final CharSequence PROTO = HttpHeaders.createOptimized("X-Forwarded-Proto");
  private static final CharSequence HOST = HttpHeaders.createOptimized("X-Forwarded-Host");

  private ForwardingFields() {}

  static void write(Exchange exchange, BiConsumer<CharSequence, CharSequence> out) {
    HttpServerRequest request = exchange.request();
    MultiMap in = request.headers();
    boolean trusted = exchange.peerTrusted();
    String chain = trusted ? joined(in) : null;
    out.accept(FOR, chain == null ? exchange.peer() : chain + ", " + exchange.peer());
    String proto = trusted ? in.get(PROTO) : null;
    out.accept(PROTO, proto == null ? scheme(request) : proto);
    String host = trusted ? in.get(HOST) : null;
    String own = host == null ? request.getHeader(HttpHeaders.HOST) : host;
    if (own != null) {
      out.accept(HOST, own);
    }
  }

  private static @Nullable String joined(MultiMap in) {
    return in.contains(FOR) ? String.join(", ", in.getAll(FOR)) : null;
  }

  private static String scheme(HttpServerRequest request) {
    return request.isSSL() ? "https" : "http";
  }
}
