// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.policy;

import dev.latchkey.gateway.accept.Networks;
import dev.latchkey.gateway.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What a route does with calls and answers beside checking keys.
 *
 * @param stripSegments leading segments that the upstream does not see
 * @param addPrefix put in front of what is left; empty for none
 * @param toUpstream changes to a call's fields; null for none
 * @param toClient changes to the fields of an upstream's answer; null for none
 * @param cors null where browsers of other origins are not served
 * @param maxBody of a call, in bytes; 0 for any
 * @param getBody whether a GET or HEAD may have a body
 * @param addresses that calls may come from; none for all
 * @param closed what every call is refused with; null while the route is open
 */
public record RoutePolicy(
    int stripSegments,
    String addPrefix,
    Patience patience,
    @Nullable HeaderEdits toUpstream,
    @Nullable HeaderEdits toClient,
    @Nullable Cors cors,
    long maxBody,
    boolean getBody,
    Networks addresses,
    @Nullable Refusal closed) {

  /** A route that does nothing of it. */
  public static RoutePolicy plain(Patience patience) {
    return new RoutePolicy(0, "", patience, null, null, null, 0, false, Networks.NONE, null);
  }

  /** The same, for calls from these networks only. */
  public RoutePolicy within(Networks networks) {
    return new RoutePolicy(
        stripSegments,
        addPrefix,
        patience,
        toUpstream,
        toClient,
        cors,
        maxBody,
        getBody,
        networks,
        closed);
  }

  /**
   * @throws Refusal where the route is closed
   */
  public void requireOpen() {
    if (closed != null) {
      throw closed;
    }
  }
}
