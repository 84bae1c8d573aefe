// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * So many attempts in a window for each of whoever attempts. Counted in this process alone, for the
 * hundred thousand that came last. Any thread.
 */
public final class Budget {
  private static final int MOST_KNOWN = 100_000;

  private final int most;
  private final Duration window;
  private final InstantSource clock;
  private final Cache<String, Spent> spent = Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();

  private record Spent(Instant since, int count) {}

  /**
   * @param most attempts in one window
   */
  public Budget(int most, Duration window, InstantSource clock) {
    this.most = most;
    this.window = window;
    this.clock = clock;
  }

  /** Counts an attempt; false when there is none left, and then it is not counted. */
  public boolean spend(String who) {
    Instant now = clock.instant();
    boolean[] granted = {false};
    spent
        .asMap()
        .compute(
            who,
            (known, old) -> {
              Spent current = current(old, now);
              granted[0] = current.count() < most;
              return granted[0] ? new Spent(current.since(), current.count() + 1) : current;
            });
    return granted[0];
  }

  /** Gives back what was spent. */
  public void restore(String who) {
    spent.invalidate(who);
  }

  private Spent current(@Nullable Spent old, Instant now) {
    return old == null || !now.isBefore(old.since().plus(window)) ? new Spent(now, 0) : old;
  }
}
