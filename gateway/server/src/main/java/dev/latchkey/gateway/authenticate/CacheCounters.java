// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import java.util.concurrent.atomic.LongAdder;

/** How the key caches were hit, for the metrics. Any thread. */
public final class CacheCounters {
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder stale = new LongAdder();
  private final LongAdder negative = new LongAdder();

  private final LongAdder lookups = new LongAdder();
  private final LongAdder shed = new LongAdder();

  void hit() {
    hits.increment();
  }

  void miss() {
    misses.increment();
  }

  void staleHit() {
    stale.increment();
  }

  void negativeHit() {
    negative.increment();
  }

  void lookup() {
    lookups.increment();
  }

  void turnAway() {
    shed.increment();
  }

  /** Times the store was really asked. */
  public long lookups() {
    return lookups.sum();
  }

  /** Look-ups that were not made, because there were too many. */
  public long shed() {
    return shed.sum();
  }

  /** Current states served from memory. */
  public long hits() {
    return hits.sum();
  }

  /** Look-ups that had to ask the store. */
  public long misses() {
    return misses.sum();
  }

  /** States served from memory while the store was out of reach. */
  public long stale() {
    return stale.sum();
  }

  /** Keys known not to exist. */
  public long negative() {
    return negative.sum();
  }
}
