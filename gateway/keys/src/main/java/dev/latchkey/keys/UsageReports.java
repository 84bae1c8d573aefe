// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The control plane's view of what {@link UsageLedger} counted. Bound to one tenant. */
public interface UsageReports {
  /** Counts over time, oldest first. */
  Future<List<Point>> series(Tenant tenant, Range range);

  /** The keys with the most calls, busiest first. */
  Future<List<KeyTotal>> topKeys(Tenant tenant, Instant from, Instant to, int most);

  /** What one key did on which route, over whole days. */
  Future<List<RouteUse>> routes(Tenant tenant, KeyId key, Instant from, Instant to);

  /** How wide a point is. */
  enum Step {
    MINUTE(Duration.ofMinutes(1)),
    HOUR(Duration.ofHours(1)),
    DAY(Duration.ofDays(1));

    private final Duration length;

    Step(Duration length) {
      this.length = length;
    }

    public Duration length() {
      return length;
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What points of one instant are told apart by. */
  enum GroupBy {
    NOTHING,
    OUTCOME,
    ROUTE,
    STATUS
  }

  /**
   * @param key null for all of the tenant
   * @param from inclusive
   * @param to exclusive
   */
  record Range(@Nullable KeyId key, Instant from, Instant to, Step step, GroupBy groupBy) {}

  /**
   * @param group null when not grouped; {@code 2xx} and so on for a status
   * @param refused those that were answered by ourselves with 4xx
   * @param histogram as {@link UsageLedger.Count}
   */
  record Point(
      Instant start, @Nullable String group, long calls, long refused, List<Long> histogram) {}

  /**
   * @param outcome as {@link UsageLedger.Count}
   */
  record RouteUse(String route, String outcome, long calls) {}

  /**
   * @param refused those that were answered by ourselves with 4xx
   */
  record KeyTotal(KeyId key, @Nullable String name, long calls, long refused) {}
}
