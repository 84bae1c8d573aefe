// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock of elapsed time that a test moves; with a base it also runs by itself. Any thread. */
public final class TestNanos implements LongSupplier {
  private final LongSupplier base;
  private final AtomicLong ahead = new AtomicLong();

  /** Stands still until it is moved. */
  public TestNanos() {
    this(() -> 0);
  }

  /** Runs with the base, and ahead of it once it was moved. */
  public TestNanos(LongSupplier base) {
    this.base = base;
  }

  @Override
  public long getAsLong() {
    return base.getAsLong() + ahead.get();
  }

  public void advance(Duration by) {
    ahead.addAndGet(by.toNanos());
  }
}
