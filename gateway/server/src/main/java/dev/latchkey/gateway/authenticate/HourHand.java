// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The clock of what lasts for hours. A cache asks its clock at every look-up; this one costs no
 * reading of the machine's, for whoever knows the time moves it, a second at a time. Any thread.
 */
final class HourHand implements Ticker {
  private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private volatile long nanos;

  HourHand(LongSupplier nanoTime) {
    this.nanos = nanoTime.getAsLong();
  }

  /** It is this late now, in nanoseconds of elapsed time. */
  void strike(long nowNanos) {
    if (nowNanos - nanos >= STEP_NANOS) {
      nanos = nowNanos;
    }
  }

  @Override
  public long read() {
    return nanos;
  }
}
