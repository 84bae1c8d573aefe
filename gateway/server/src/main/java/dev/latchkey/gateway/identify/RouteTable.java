// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.identify;

import dev.latchkey.gateway.accept.CanonicalTarget;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All routes as immutable tries over path segments, one per host and one for any host. A look-up
 * costs one step per segment, however many routes there are. The most specific path decides, and
 * only then the method: a call that a narrower route does not take never falls through to a wider
 * one with weaker scopes.
 */
public final class RouteTable {
  private final Map<String, PathTrie> byHost = new HashMap<>();
  private final PathTrie anyHost = new PathTrie();
  private final List<Route> routes;

  public RouteTable(List<Route> routes) {
    this.routes = List.copyOf(routes);
    for (Route route : routes) {
      if (route.hosts().isEmpty()) {
        anyHost.add(route);
      }
      for (String host : route.hosts()) {
        byHost.computeIfAbsent(host, h -> new PathTrie()).add(route);
      }
    }
    // No host's own routes may take the place of Latchkey's.
    routes.stream()
        .filter(Route::isOwn)
        .forEach(route -> byHost.values().forEach(trie -> trie.add(route)));
  }

  /** All routes, by {@link Route#index()}. */
  public List<Route> routes() {
    return routes;
  }

  /** Every method that some route names. */
  public Set<String> methods() {
    Set<String> named = new TreeSet<>();
    routes.forEach(route -> named.addAll(route.methods()));
    return named;
  }

  /**
   * The one route for this request.
   *
   * @param host the Host field as sent; null for none
   * @throws Refusal ROUTE_NOT_FOUND, or METHOD_NOT_ALLOWED with the methods there are
   */
  public Route find(@Nullable String host, String method, CanonicalTarget target) {
    List<Route> candidates = null;
    if (host != null && !byHost.isEmpty()) {
      PathTrie own = byHost.get(nameOf(host));
      candidates = own == null ? null : own.find(target);
    }
    if (candidates == null) {
      candidates = anyHost.find(target);
    }
    if (candidates == null) {
      throw Refusal.because(Reason.ROUTE_NOT_FOUND);
    }
    // Routes that name their methods stand before the one that does not.
    for (int i = 0; i < candidates.size(); i++) {
      if (candidates.get(i).allows(method)) {
        return candidates.get(i);
      }
    }
    throw Refusal.methodNotAllowed(allow(candidates));
  }

  /** Host without its port and final dot, in lower case. */
  private static String nameOf(String host) {
    int end = host.length();
    int colon = host.lastIndexOf(':');
    if (colon > host.lastIndexOf(']')) {
      end = colon;
    }
    if (end > 1 && host.charAt(end - 1) == '.') {
      end--;
    }
    return host.substring(0, end).toLowerCase(Locale.ROOT);
  }

  private static String allow(List<Route> candidates) {
    TreeSet<String> methods = new TreeSet<>();
    candidates.forEach(route -> methods.addAll(route.methods()));
    return String.join(", ", new ArrayList<>(methods));
  }
}
