// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.policy;

import dev.latchkey.config.RouteTreatment;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What browsers of other origins are told about one route (Fetch standard, section 3.2). Immutable;
 * any event loop.
 */
public final class Cors {
  private static final List<String> USUAL_METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
  private static final List<String> USUAL_HEADERS = List.of("Accept", "Content-Type");

  /** What our own answers say that a client has to act on. */
  private static final List<String> OURS =
      List.of(
          "RateLimit",
          "RateLimit-Policy",
          "Retry-After",
          "WWW-Authenticate",
          "X-RateLimit-Limit",
          "X-RateLimit-Remaining",
          "X-RateLimit-Reset",
          "X-Request-Id");

  private static final List<CharSequence> FIELDS =
      List.of(
          HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN,
          HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS,
          HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS,
          HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
          HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS,
          HttpHeaders.ACCESS_CONTROL_MAX_AGE);

  private final Origins origins;
  private final boolean credentials;
  private final String methods;
  private final String headers;
  private final String exposed;
  private final String maxAge;

  /**
   * @param methods of the route; empty for all
   * @param keyHeaders in which the route accepts a key
   */
  public Cors(
      RouteTreatment.Cors config, Collection<String> methods, Collection<String> keyHeaders) {
    this.origins = new Origins(config.origins());
    this.credentials = config.credentials();
    Collection<String> own = methods.isEmpty() ? USUAL_METHODS : methods;
    this.methods = String.join(", ", config.methods().isEmpty() ? own : config.methods());
    this.headers = joined(USUAL_HEADERS, keyHeaders, config.headers());
    this.exposed = joined(OURS, config.exposed());
    this.maxAge = Long.toString(config.maxAge().toSeconds());
  }

  @SafeVarargs
  private static String joined(Collection<String>... names) {
    Set<String> all = new LinkedHashSet<>();
    for (Collection<String> some : names) {
      all.addAll(some);
    }
    return String.join(", ", all);
  }

  /**
   * The fields of the answer to a preflight.
   *
   * @throws Refusal ORIGIN_NOT_ALLOWED
   */
  public void preflight(String origin, MultiMap out) {
    if (!origins.contains(origin)) {
      throw Refusal.because(Reason.ORIGIN_NOT_ALLOWED);
    }
    if (!origins.isAny()) {
      out.set(HttpHeaders.VARY, "Origin");
    }
    allow(origin, out);
    out.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, methods);
    out.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, headers);
    out.set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, maxAge);
  }

  /** Adds the fields of an answer of ours. */
  public void own(@Nullable String origin, MultiMap out) {
    if (!origins.isAny()) {
      out.add(HttpHeaders.VARY, "Origin");
    }
    if (origin != null && origins.contains(origin)) {
      allow(origin, out);
      out.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    }
  }

  /** The same for an upstream's answer, in the place of whatever it says of origins itself. */
  public void instead(@Nullable String origin, MultiMap out) {
    for (CharSequence field : FIELDS) {
      out.remove(field);
    }
    own(origin, out);
  }

  private void allow(String origin, MultiMap out) {
    out.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origins.isAny() ? "*" : origin);
    if (credentials) {
      out.set(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    }
  }
}
