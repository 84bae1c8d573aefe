// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Forgets keys that nobody uses: each sweep lets go of those that were not used since the one
 * before (second chance: Corbató, A Paging Experiment with the Multics System, 1968). So a look-up
 * leaves one mark at most, where a map in the order of access is written to by every one. Any
 * thread.
 */
final class IdleSweep {
  private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(30);

  private final Map<?, CachedKey> keys;
  private final Executor upkeep;
  private final AtomicLong lastNanos;

  /**
   * @param upkeep where sweeps run; a million keys take it some tenths of a second
   * @param nowNanos elapsed time as it is now
   */
  IdleSweep(Map<?, CachedKey> keys, Executor upkeep, long nowNanos) {
    this.keys = keys;
    this.upkeep = upkeep;
    this.lastNanos = new AtomicLong(nowNanos);
  }

  /** Has it done where half an hour has passed; otherwise that is known at once. */
  void at(long nowNanos) {
    long last = lastNanos.get();
    if (nowNanos - last >= PERIOD_NANOS && lastNanos.compareAndSet(last, nowNanos)) {
      upkeep.execute(this::sweep);
    }
  }

  private void sweep() {
    keys.values().removeIf(key -> !key.unmark());
  }
}
