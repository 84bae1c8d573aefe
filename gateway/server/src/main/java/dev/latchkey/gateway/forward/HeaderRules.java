// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.authenticate.Caller;
import dev.latchkey.gateway.forward.client.Fields;
import dev.latchkey.gateway.policy.Cors;
import dev.latchkey.gateway.policy.HeaderEdits;
import dev.latchkey.gateway.policy.RoutePolicy;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What may cross the proxy, in either direction: the only place that knows. Connection-bound fields
 * and those named in Connection stay behind (RFC 9110, section 7.6.1), so do credentials; identity
 * and forwarding fields are never the client's word but ours. Immutable; any event loop.
 */
public final class HeaderRules {
  private static final CharSequence TE = HttpHeaders.createOptimized("te");
  private static final CharSequence TRAILERS = HttpHeaders.createOptimized("trailers");
  private static final CharSequence VIA = HttpHeaders.createOptimized("Via");
  private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");
  private final String name;
  private final CharSequence via;
  private final NameSet requestDrops;
  private final NameSet responseDrops;

  /**
   * @param name of this node in Via, unlike any other's
   * @param credentials every header name that any route accepts a key in
   */
  public HeaderRules(String name, Collection<String> credentials) {
    this.name = name;
    this.via = HttpHeaders.createOptimized("1.1 " + name);
    this.requestDrops = DroppedNames.ofRequests(credentials);
    this.responseDrops = DroppedNames.ofAnswers(credentials);
  }

  /** Tells the upstream request's fields. */
  void toUpstream(Caller caller, BiConsumer<CharSequence, CharSequence> upstream) {
    HeaderEdits edits = caller.route().policy().toUpstream();
    BiConsumer<CharSequence, CharSequence> out = edits == null ? upstream : edits.before(upstream);
    Exchange exchange = caller.exchange();
    Fields in = Fields.of(exchange.request().headers());
    NameSet nominated = nominated(in);
    in.each(
        (name, value) -> {
          if (!requestDrops.contains(name)
              && !DroppedNames.isGateways(name)
              && (nominated == null || !nominated.contains(name))) {
            out.accept(name, value);
          }
        });
    IdentityFields.write(caller.key(), out);
    ForwardingFields.write(exchange, out);
    out.accept(REQUEST_ID, exchange.id());
    TraceContext.write(exchange, in, out);
    via(in, out);
    if (exchange.request().version() == HttpVersion.HTTP_2
        && exchange.request().headers().contains(TE, TRAILERS, true)) {
      // Trailers are passed on; a backend of gRPC wants to hear that.
      out.accept(TE, TRAILERS);
    }
    if (edits != null) {
      edits.set(upstream);
    }
  }

  /**
   * Fills the client's answer with the upstream's fields. What was answered to a key is private
   * unless the upstream knows better: caches do not know that our fields are credentials.
   */
  void toClient(Caller caller, int status, Fields in, MultiMap out) {
    NameSet nominated = nominated(in);
    in.each(
        (name, value) -> {
          if (!responseDrops.contains(name)
              && !DroppedNames.isGateways(name)
              && (nominated == null || !nominated.contains(name))) {
            out.add(name, value);
          }
        });
    if (caller.key() != null && !out.contains(HttpHeaders.CACHE_CONTROL)) {
      out.set(HttpHeaders.CACHE_CONTROL, "private");
    }
    if (status == 401 || status == 407) {
      // Not ours: the key was good here, whatever the upstream asks for.
      out.set("X-Gateway-Origin", "upstream");
    }
    RoutePolicy policy = caller.route().policy();
    HeaderEdits edits = policy.toClient();
    if (edits != null) {
      edits.apply(out);
    }
    Cors cors = policy.cors();
    if (cors != null) {
      cors.instead(caller.exchange().request().getHeader(HttpHeaders.ORIGIN), out);
    }
  }

  /** What may follow a body: not what frames, routes or authenticates (RFC 9110, section 6.5.1). */
  void trailers(Fields in, HttpServerResponse to) {
    if (in.isEmpty() || !(to.isChunked() || to.streamId() >= 0)) {
      return;
    }
    in.each(
        (name, value) -> {
          if (!responseDrops.contains(name)
              && !DroppedNames.OF_TRAILERS.contains(name)
              && !NameSet.hasPrefix(name, IdentityFields.PREFIX)) {
            to.trailers().add(name, value);
          }
        });
  }

  /**
   * Refuses a request that has been through here already.
   *
   * @throws Refusal LOOP_DETECTED
   */
  void refuseLoop(MultiMap in) {
    if (!in.contains(VIA)) {
      return;
    }
    for (String hops : in.getAll(VIA)) {
      if (hops.contains(name)) {
        throw Refusal.because(Reason.LOOP_DETECTED);
      }
    }
  }

  private void via(Fields in, BiConsumer<CharSequence, CharSequence> out) {
    List<String> before = in.contains(VIA) ? in.getAll(VIA) : List.of();
    for (String hop : before) {
      out.accept(VIA, hop);
    }
    out.accept(VIA, via);
  }

  /**
   * Fields that Connection names; null for none, which is nearly always. Framing and addressing
   * cannot be nominated away.
   */
  private static @Nullable NameSet nominated(Fields in) {
    if (!in.contains(HttpHeaders.CONNECTION)) {
      return null;
    }
    List<String> names = new ArrayList<>();
    for (String field : in.getAll(HttpHeaders.CONNECTION)) {
      if (field.equalsIgnoreCase("keep-alive") || field.equalsIgnoreCase("close")) {
        continue;
      }
      for (String token : field.split(",", -1)) {
        String name = token.strip();
        if (!name.isEmpty() && !name.equalsIgnoreCase("content-length")) {
          names.add(name);
        }
      }
    }
    return names.isEmpty() ? null : new NameSet(names);
  }
}
