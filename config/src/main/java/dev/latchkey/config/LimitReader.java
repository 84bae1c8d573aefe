// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists of limits and quotas. A limit's ranges are those that keys have. */
final class LimitReader {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(31);

  /** The largest number that every JSON reader keeps exact. */
  private static final long LARGEST_QUOTA = (1L << 53) - 1;

  private static final Map<String, String> PERIODS = Choices.of(List.of("day", "month"));
  private static final Map<String, String> SCOPES = Choices.of(List.of("node", "cluster"));

  /** A limit and where its numbers stand. */
  record PlacedLimit(LimitConfig limit, Place place) {}

  /** Names in one place may not repeat: the client tells its limits apart by them. */
  private final Map<String, Place> names = new HashMap<>();

  private final boolean scoped;

  /** For limits that enforce nothing by themselves: ceilings, and those of a shadow. */
  LimitReader() {
    this(false);
  }

  private LimitReader(boolean scoped) {
    this.scoped = scoped;
  }

  /** For limits that may say who counts them together. */
  static LimitReader scoped() {
    return new LimitReader(true);
  }

  List<PlacedLimit> limits(Section parent, String key) {
    List<PlacedLimit> limits = new ArrayList<>();
    for (Value item : parent.items(key)) {
      Section section = item.section();
      LimitConfig limit = section == null ? null : limit(section);
      if (limit != null) {
        limits.add(new PlacedLimit(limit, item.place()));
      }
    }
    return limits;
  }

  List<PlanConfig.QuotaConfig> quotas(Section parent, String key) {
    List<PlanConfig.QuotaConfig> quotas = new ArrayList<>();
    for (Value item : parent.items(key)) {
      Section section = item.section();
      PlanConfig.QuotaConfig quota = section == null ? null : quota(section);
      if (quota != null) {
        quotas.add(quota);
      }
    }
    return quotas;
  }

  static List<LimitConfig> plain(List<PlacedLimit> limits) {
    return limits.stream().map(PlacedLimit::limit).toList();
  }

  private @Nullable LimitConfig limit(Section section) {
    Text name = name(section);
    Value limitValue = section.need("limit", "calls per window");
    int limit = limitValue == null ? 0 : (int) limitValue.number(1, Integer.MAX_VALUE, 0);
    Value windowValue = section.need("window", Durations.HINT);
    Duration window = windowValue == null ? Duration.ZERO : window(windowValue);
    Value burstValue = section.get("burst");
    Integer burst = null;
    if (burstValue != null && limit > 0) {
      burst = (int) burstValue.number(1, limit, 1);
    }
    Value scope = scoped ? section.get("scope") : null;
    section.finish();
    if (name == null || limit == 0 || window.isZero()) {
      return null;
    }
    boolean clusterWide = scope != null && scope.choice(SCOPES, "node").equals("cluster");
    if (scope != null
        && clusterWide
        && burst != null
        && window.multipliedBy(burst).toSeconds() < limit) {
      scope.problem(
          "slices of less than a second are too short for nodes to share",
          "a burst of at least " + (limit + window.toSeconds() - 1) / window.toSeconds());
    }
    return new LimitConfig(name.value(), limit, window, burst, clusterWide);
  }

  /** Whole seconds, because that is what the API and the answers speak of. */
  private static Duration window(Value value) {
    Duration window = value.duration(SHORTEST, LONGEST, Duration.ZERO);
    if (window.toMillisPart() != 0) {
      value.problem("\"window\" must be whole seconds", "such as 1s, 60s or 1h");
      return Duration.ZERO;
    }
    return window;
  }

  private PlanConfig.@Nullable QuotaConfig quota(Section section) {
    Text name = name(section);
    Value limitValue = section.need("limit", "calls per period");
    long limit = limitValue == null ? 0 : limitValue.number(1, LARGEST_QUOTA, 0);
    Value periodValue = section.need("period", "day or month, UTC");
    String period = periodValue == null ? "" : periodValue.choice(PERIODS, "");
    section.finish();
    if (name == null || limit == 0 || period.isEmpty()) {
      return null;
    }
    return new PlanConfig.QuotaConfig(name.value(), limit, period);
  }

  private @Nullable Text name(Section section) {
    Value value = section.need("name", "such as minute");
    Text name = value == null ? null : value.word(Word.LIMIT_NAME);
    if (value != null && name != null) {
      Place first = names.putIfAbsent(name.value(), name.place());
      if (first != null) {
        value.problem(
            "the name " + name.quoted() + " is there twice", "first on line " + first.line());
      }
    }
    return name;
  }
}
