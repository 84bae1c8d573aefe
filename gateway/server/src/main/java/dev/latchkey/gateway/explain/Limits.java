// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.explain;

import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authenticate.Together;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.limit.Decision;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.Limit;
import dev.latchkey.keys.Quota;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names the limits that would count a call. Where they stand, only the data plane knows. */
final class Limits {
  private static final String CONSUMERS = " (its consumer's keys together)";

  private Limits() {}

  static void tell(ApiKey key, KeyState state, Route route, Findings findings) {
    List<String> told = new ArrayList<>();
    for (Limit limit : state.limits()) {
      boolean own = key.limits().stream().anyMatch(each -> each.name().equals(limit.name()));
      told.add(tell(limit) + (own ? " (the key's own)" : ""));
    }
    Stream.concat(route.limits().stream(), route.countedTogether().limits().stream())
        .forEach(limit -> told.add(tell(limit) + " (the route's)"));
    state.quotas().forEach(quota -> told.add(tell(quota)));
    Together together = state.together();
    if (together != null) {
      together.limits().forEach(limit -> told.add(tell(limit) + CONSUMERS));
      together.counted().quotas().forEach(quota -> told.add(tell(quota) + CONSUMERS));
    }
    findings.pass("limits", told.isEmpty() ? "none" : String.join(", ", told));
  }

  /** Where the counters stand. */
  static String tell(Decision decision) {
    return decision.standings().isEmpty()
        ? "nothing counts it"
        : decision.standings().stream()
            .map(each -> each.name() + ": " + each.remaining() + " of " + each.limit() + " left")
            .collect(Collectors.joining(", "));
  }

  private static String tell(Quota quota) {
    return quota.name() + ": " + quota.limit() + " per " + quota.period().word();
  }

  private static String tell(Limit limit) {
    String burst = limit.burst() == null ? "" : ", " + limit.burst() + " at once";
    return limit.name()
        + ": "
        + limit.limit()
        + " per "
        + limit.window().toSeconds()
        + " s"
        + burst
        + (limit.scope() == Limit.Scope.CLUSTER ? ", over all nodes" : "");
  }
}
