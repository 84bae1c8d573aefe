// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import java.util.function.LongSupplier;

/**
 * Whether this node still hears of changes. While it does, whatever is cached is current, without a
 * query per key; when contact is lost, known keys go on for the stale bound and no longer.
 */
final class Freshness {
  /** How a cached state may be treated. */
  enum Verdict {
    CURRENT,
    STALE,
    TOO_OLD
  }

  private final LongSupplier nanoTime;
  private final long staleNanos;
  private final long silenceNanos;
  private volatile boolean contact;
  private volatile long confirmedNanos;

  /**
   * @param staleNanos how long states live on without contact
   * @param silenceNanos how long the feed may say nothing before contact counts as lost
   */
  Freshness(LongSupplier nanoTime, long staleNanos, long silenceNanos) {
    this.nanoTime = nanoTime;
    this.staleNanos = staleNanos;
    this.silenceNanos = silenceNanos;
    this.confirmedNanos = nanoTime.getAsLong();
  }

  void confirmed() {
    confirmedNanos = nanoTime.getAsLong();
    contact = true;
  }

  void lost() {
    contact = false;
  }

  Verdict verdict() {
    return verdict(nanoTime.getAsLong());
  }

  /** The same for whoever has just read the clock. */
  Verdict verdict(long nowNanos) {
    long silence = nowNanos - confirmedNanos;
    if (contact && silence <= silenceNanos) {
      return Verdict.CURRENT;
    }
    return silence < staleNanos ? Verdict.STALE : Verdict.TOO_OLD;
  }
}
