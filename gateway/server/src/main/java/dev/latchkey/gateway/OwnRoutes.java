// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import dev.latchkey.gateway.identify.Challenge;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.identify.ScopeMask;
import dev.latchkey.gateway.policy.Patience;
import dev.latchkey.gateway.policy.RoutePolicy;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import dev.latchkey.gateway.self.SelfService;
import dev.latchkey.keys.CountedTogether;
import dev.latchkey.keys.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The routes that every data plane has: they pass through the same stages as any other, so that
 * there is no second way to be let in. Below /.latchkey nothing is ever forwarded.
 */
final class OwnRoutes {
  private static final String BASE = "/.latchkey";

  /** Per key; its own limits do not count here. */
  private static final Limit LIMIT = new Limit("self", 30, Duration.ofMinutes(1), null);

  private static final Patience NOBODY_TO_WAIT_FOR =
      new Patience(0, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

  private final String realm;
  private final List<String> places;
  private final ScopeMask noScope;

  /**
   * @param places every header that any route takes a key in, lower case
   * @param noScope nothing, of the table's index
   */
  OwnRoutes(String realm, List<String> places, ScopeMask noScope) {
    this.realm = realm;
    this.noScope = noScope;
    this.places = places.isEmpty() ? List.of("x-api-token") : places;
  }

  /**
   * @param index of the first
   */
  List<Route> from(int index) {
    List<Route> routes = new ArrayList<>();
    routes.add(held(index, SelfService.READ, "GET", ""));
    routes.add(held(index + 1, SelfService.ROTATE, "POST", "/rotate"));
    routes.add(held(index + 2, SelfService.REVOKE, "POST", "/revoke"));
    routes.add(nothing(index + 3));
    return routes;
  }

  private Route held(int index, String id, String method, String path) {
    return route(index, id, BASE + "/self" + path, List.of(method), open());
  }

  /** The rest is nobody's, not even a catch-all's. */
  private Route nothing(int index) {
    RoutePolicy open = open();
    RoutePolicy closed =
        new RoutePolicy(
            open.stripSegments(),
            open.addPrefix(),
            open.patience(),
            null,
            null,
            null,
            open.maxBody(),
            open.getBody(),
            open.addresses(),
            Refusal.because(Reason.ROUTE_NOT_FOUND));
    return route(index, "latchkey-reserved", BASE + "/**", List.of(), closed);
  }

  private static RoutePolicy open() {
    return RoutePolicy.plain(NOBODY_TO_WAIT_FOR);
  }

  private Route route(int index, String id, String path, List<String> methods, RoutePolicy policy) {
    return new Route(
        index,
        id,
        path,
        methods,
        Set.of(),
        Set.of(),
        places,
        List.of(),
        Challenge.of(realm, places.get(0), List.of()),
        List.of(),
        noScope,
        false,
        false,
        null,
        List.of(LIMIT),
        CountedTogether.NOTHING,
        Route.OWN,
        policy,
        null);
  }
}
