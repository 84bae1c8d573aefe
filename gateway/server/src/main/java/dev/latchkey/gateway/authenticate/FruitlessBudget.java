// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many look-ups may find nothing: at most 50 within any second, however many unknown keys there
 * are. A look-up that finds its key costs nothing, so that a cold start is as fast as the store is.
 * Guarded by its user's lock.
 */
final class FruitlessBudget {
  /** In one go. */
  static final int BURST = 16;

  /** As time goes on; burst and rate together make 50. */
  static final int PER_SECOND = 34;

  /** Kept for sources that have not failed much lately. */
  static final int RESERVE = 8;

  private static final long NANOS_EACH = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
  private static final long FULL = BURST * NANOS_EACH;

  private final LongSupplier nanoTime;
  private long level = FULL;
  private long levelAt;

  FruitlessBudget(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.levelAt = nanoTime.getAsLong();
  }

  /** Whether one more may start although all that are running may turn out fruitless. */
  boolean admits(int running, boolean suspect) {
    refill();
    int needed = running + 1 + (suspect ? RESERVE : 0);
    return level >= needed * NANOS_EACH;
  }

  /** Whether fruitless look-ups have used it up, rather than those on their way. */
  boolean isScarce() {
    refill();
    return level < NANOS_EACH * RESERVE;
  }

  void spend() {
    refill();
    level -= NANOS_EACH;
  }

  private void refill() {
    long now = nanoTime.getAsLong();
    level = Math.min(FULL, level + now - levelAt);
    levelAt = now;
  }
}
