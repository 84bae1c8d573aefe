// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the calls of a route, and to their answers, on their way.
 *
 * @param rewrite null to forward the path as it came
 * @param timeouts null for the upstream's
 * @param cors null where browsers of other origins are not served
 * @param maxBody of a request, in bytes; 0 for any
 * @param getBody whether a GET or HEAD may have a body
 * @param ipAllow networks in CIDR form; empty for all
 * @param maintenance null while the route is open
 */
public record RouteTreatment(
    @Nullable Rewrite rewrite,
    @Nullable RouteTimeouts timeouts,
    HeaderChanges requestHeaders,
    HeaderChanges responseHeaders,
    @Nullable Cors cors,
    long maxBody,
    boolean getBody,
    List<String> ipAllow,
    @Nullable Maintenance maintenance) {

  /** Nothing: calls and answers pass as they are. */
  public static final RouteTreatment NONE =
      new RouteTreatment(
          null, null, HeaderChanges.NONE, HeaderChanges.NONE, null, 0, false, List.of(), null);

  /**
   * @param strip whole segments removed from the path's beginning; empty for none
   * @param add put in front of what is left; empty for none
   */
  public record Rewrite(String strip, String add) {}

  /**
   * @param set by name, in place of what was there
   * @param remove names
   */
  public record HeaderChanges(Map<String, SecretValue> set, List<String> remove) {
    /** No change. */
    public static final HeaderChanges NONE = new HeaderChanges(Map.of(), List.of());

    public boolean isEmpty() {
      return set.isEmpty() && remove.isEmpty();
    }
  }

  /**
   * Fetch standard, CORS protocol.
   *
   * @param origins exact, {@code https://*.example.test}, or {@code *} alone
   * @param methods that a preflight is told; empty for the usual ones
   * @param headers that a preflight is told, beside the usual ones and those that carry keys
   * @param exposed beside our own and the safelisted ones
   * @param credentials whether cookies may go along
   * @param maxAge how long a preflight's answer holds
   */
  public record Cors(
      Set<String> origins,
      Set<String> methods,
      Set<String> headers,
      Set<String> exposed,
      boolean credentials,
      Duration maxAge) {}

  /**
   * @param retryAfter told to the client
   * @param detail told to the client; null for our own words
   */
  public record Maintenance(Duration retryAfter, @Nullable String detail) {}
}
