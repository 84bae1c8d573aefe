// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.usage;

import dev.latchkey.config.RouteConfig;
import dev.latchkey.keys.Scope;
import dev.latchkey.keys.UsageReports.RouteUse;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a key needs, as far as its calls show it. A call that got as far as the limits, or further,
 * used the scopes that its route requires; one that lacked a scope tried them.
 *
 * @param used scopes that calls needed, as their routes name them: the least that would do
 * @param unused granted, and needed by no call
 * @param denied scopes that calls were refused for, with how often
 */
record ScopeAdvice(SortedSet<Scope> used, SortedSet<Scope> unused, Map<Scope, Long> denied) {
  private static final List<String> BEFORE_SCOPES =
      List.of(
          "insufficient_scope",
          "wrong_environment",
          "ip_not_allowed",
          "maintenance",
          "key_invalid",
          "too_many_failures");

  static ScopeAdvice of(
      SortedSet<Scope> granted, Collection<RouteConfig> routes, List<RouteUse> calls) {
    Map<String, RouteConfig> byId =
        routes.stream().collect(Collectors.toMap(RouteConfig::id, Function.identity()));
    SortedSet<Scope> used = new TreeSet<>();
    Map<Scope, Long> denied = new TreeMap<>();
    for (RouteUse call : calls) {
      RouteConfig route = byId.get(call.route());
      if (route == null) {
        continue;
      }
      for (Scope scope : required(route)) {
        boolean held = granted.stream().anyMatch(each -> each.grants(scope));
        if (held && !BEFORE_SCOPES.contains(call.outcome())) {
          used.add(scope);
        } else if (!held && call.outcome().equals("insufficient_scope")) {
          denied.merge(scope, call.calls(), Long::sum);
        }
      }
    }
    SortedSet<Scope> unused = new TreeSet<>(granted);
    unused.removeIf(each -> used.stream().anyMatch(each::grants));
    return new ScopeAdvice(used, unused, denied);
  }

  private static List<Scope> required(RouteConfig route) {
    List<String> ids =
        route.access() instanceof RouteConfig.Access.All all
            ? all.scopes()
            : route.access() instanceof RouteConfig.Access.Any any ? any.scopes() : List.of();
    return ids.stream().map(Scope::new).toList();
  }
}
