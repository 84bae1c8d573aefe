// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that stands still, unless it leaps with every look at it. Any thread. */
public final class Hiccups implements LongSupplier {
  private final AtomicLong now = new AtomicLong();
  private volatile long leap;

  /** How far it goes from one look to the next. */
  public void leap(Duration each) {
    leap = each.toNanos();
  }

  @Override
  public long getAsLong() {
    return now.addAndGet(leap);
  }
}
