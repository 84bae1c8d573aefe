// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import java.util.concurrent.TimeUnit;

/**
 * How many permits to ask for at once. Leases grow while they are used up fast, so that a busy key
 * asks about every ten seconds and a crash loses no more than that; they shrink towards the end of
 * what there is, so that no node hoards what others could use.
 */
final class LeaseSize {
  static final long FAST_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long SMALLEST = 16;
  private static final long LARGEST = 1L << 40;
  private static final long SHARE = 4;

  /** For so long ahead of slices that have not begun. */
  private static final long AHEAD_MILLIS = 12_000;

  private final Allowance allowance;
  private long size = SMALLEST;
  private long need;

  LeaseSize(Allowance allowance) {
    this.allowance = allowance;
  }

  void reset() {
    size = SMALLEST;
  }

  /** So many calls came in the span that is over; older ones count for less. */
  void learn(long spent) {
    need = Math.max(1, Math.max(spent, need - need / 4));
  }

  /**
   * Calls to be expected within this part of a slice, at least 0; 0 also where nothing is known.
   */
  long expected(long millis, long spanMillis) {
    return need * Math.min(millis, spanMillis) / spanMillis;
  }

  /**
   * For the span that is now.
   *
   * @param nodes that share it, at least 1
   */
  long of(HeldSpan span, int nodes, long nowNanos) {
    if (span.wasTold(nowNanos, FAST_NANOS)) {
      size = Math.min(LARGEST, size * 2);
    } else if (span.isTold() && !span.wasTold(nowNanos, 6 * FAST_NANOS)) {
      size = Math.max(SMALLEST, size / 2);
    }
    long available = span.isTold() && span.left() > 0 ? span.left() : allowance.permits();
    if (!allowance.isLimit()) {
      return Math.max(1, Math.min(size, available / SHARE));
    }
    boolean nearlyGone = available <= allowance.permits() / 8;
    return Math.max(1, Math.min(size, nearlyGone ? available : available / nodes));
  }

  /** For a slice that has not begun: what came in the last, but no more than this node's share. */
  long ahead(long spanMillis, int nodes) {
    long wanted = expected(AHEAD_MILLIS, spanMillis) * 5 / 4 + 1;
    return Math.max(1, Math.min(wanted, allowance.permits() / nodes));
  }

  /** Until when slices should be held in advance. */
  static long horizon(long nowMillis) {
    return nowMillis + AHEAD_MILLIS;
  }
}
