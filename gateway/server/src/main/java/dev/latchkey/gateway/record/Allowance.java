// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.record;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * So many in any ten seconds of the clock, and so many in any hour of it: what a flood may cost the
 * store. Roughly so where several threads begin a span at once. Any thread.
 */
final class Allowance {
  private final Span burst;
  private final Span lasting;

  Allowance(int perTenSeconds, int perHour) {
    this.burst = new Span(10_000, perTenSeconds);
    this.lasting = new Span(3_600_000, perHour);
  }

  boolean spend(long nowMillis) {
    return burst.spend(nowMillis) && lasting.spend(nowMillis);
  }

  private static final class Span {
    private final long millis;
    private final int most;
    private final AtomicLong current = new AtomicLong(-1);
    private final AtomicInteger spent = new AtomicInteger();

    Span(long millis, int most) {
      this.millis = millis;
      this.most = most;
    }

    boolean spend(long nowMillis) {
      long span = nowMillis / millis;
      long known = current.get();
      if (known != span && current.compareAndSet(known, span)) {
        spent.set(0);
      }
      return spent.get() < most && spent.incrementAndGet() <= most;
    }
  }
}
