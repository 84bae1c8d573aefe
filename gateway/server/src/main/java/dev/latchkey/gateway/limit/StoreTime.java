// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The store's time, which is the same for all nodes: what it said with its answers, carried on by
 * this node's monotonic clock. Steps of this node's wall clock do not touch it. Until the store was
 * heard it is the wall clock's time. Any thread.
 */
final class StoreTime {
  private final LongSupplier nanoTime;
  private volatile long offsetMillis;

  StoreTime(InstantSource clock, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.offsetMillis = clock.millis() - millis(nanoTime.getAsLong());
  }

  /** Milliseconds since 1970. */
  long millis() {
    return millis(nanoTime.getAsLong()) + offsetMillis;
  }

  /**
   * The store said what time it was, somewhere between asking and hearing: moved no further than
   * that takes. One caller at a time.
   */
  void heard(long storeMillis, long askedNanos, long heardNanos) {
    long least = storeMillis - millis(heardNanos);
    long most = storeMillis + 1 - millis(askedNanos);
    offsetMillis = Math.max(least, Math.min(most, offsetMillis));
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }
}
