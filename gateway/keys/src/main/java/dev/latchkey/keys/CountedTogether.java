// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.util.List;

/**
 * What all nodes count together: limits whose scope is the cluster, and quotas.
 *
 * @param limits of scope CLUSTER
 */
public record CountedTogether(List<Limit> limits, List<Quota> quotas) {
  public static final CountedTogether NOTHING = new CountedTogether(List.of(), List.of());

  public CountedTogether {
    limits = List.copyOf(limits);
    quotas = List.copyOf(quotas);
  }

  /** Those of any limits that all nodes count together, beside quotas. */
  public static CountedTogether of(List<Limit> limits, List<Quota> quotas) {
    List<Limit> shared =
        limits.stream().filter(limit -> limit.scope() == Limit.Scope.CLUSTER).toList();
    return shared.isEmpty() && quotas.isEmpty() ? NOTHING : new CountedTogether(shared, quotas);
  }

  /** Those of any limits that each node counts by itself. */
  public static List<Limit> others(List<Limit> limits) {
    return limits.stream().filter(limit -> limit.scope() == Limit.Scope.NODE).toList();
  }

  public boolean isEmpty() {
    return limits.isEmpty() && quotas.isEmpty();
  }
}
