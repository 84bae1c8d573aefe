// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import dev.latchkey.admin.catalog.LimitJson;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Faults;
import dev.latchkey.config.LimitConfig;
import dev.latchkey.config.PlanConfig;
import dev.latchkey.keys.Limit;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds a key's own limits to its plan: they may replace the plan's within its ceilings. */
final class LimitRules {
  private LimitRules() {}

  /** Notes names given twice and limits above the plan's ceiling of the same name. */
  static void check(List<Limit> limits, @Nullable PlanConfig plan, Faults faults) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < limits.size(); i++) {
      Limit limit = limits.get(i);
      if (!names.add(limit.name())) {
        faults.add("/rateLimits/" + i + "/name", FaultCode.DUPLICATE);
      }
      LimitConfig ceiling = plan == null ? null : named(plan.ceilings(), limit.name()).orElse(null);
      if (ceiling != null && exceeds(limit, ceiling)) {
        faults.add(
            "/rateLimits/" + i + "/limit",
            FaultCode.ABOVE_CEILING,
            String.valueOf(ceiling.limit()),
            String.valueOf(ceiling.window().toSeconds()));
      }
    }
  }

  /** The calls per minute that a key is held to; empty when nothing says so. */
  static Optional<Integer> perMinute(List<Limit> own, Optional<PlanConfig> plan) {
    for (Limit limit : own) {
      if (limit.name().equals("minute") && limit.window().toSeconds() == 60) {
        return Optional.of(limit.limit());
      }
    }
    return plan.flatMap(
        config ->
            config.limits().stream()
                .filter(limit -> limit.window().toSeconds() == 60)
                .map(LimitConfig::limit)
                .findFirst());
  }

  /**
   * What a key is held to: its plan's limits, each replaced by its own of the same name, which is
   * counted by the same nodes, and the rest of its own.
   */
  static List<Limit> effective(List<Limit> own, Optional<PlanConfig> plan) {
    Map<String, Limit> limits = new LinkedHashMap<>();
    plan.map(PlanConfig::limits)
        .orElse(List.of())
        .forEach(limit -> limits.put(limit.name(), LimitJson.limit(limit)));
    for (Limit limit : own) {
      limits.merge(limit.name(), limit, (plans, keys) -> keys.within(plans.scope()));
    }
    return List.copyOf(limits.values());
  }

  private static Optional<LimitConfig> named(List<LimitConfig> limits, String name) {
    return limits.stream().filter(limit -> limit.name().equals(name)).findFirst();
  }

  /** More per second than the ceiling, or over a longer window more at once. */
  private static boolean exceeds(Limit limit, LimitConfig ceiling) {
    BigInteger rate =
        BigInteger.valueOf(limit.limit()).multiply(BigInteger.valueOf(ceiling.window().toMillis()));
    BigInteger highest =
        BigInteger.valueOf(ceiling.limit()).multiply(BigInteger.valueOf(limit.window().toMillis()));
    return rate.compareTo(highest) > 0
        || (limit.window().compareTo(ceiling.window()) > 0 && limit.sliceLimit() > ceiling.limit());
  }
}
