// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.record;

import io.micrometer.core.instrument.Clock;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The clock of the meters, which ask it twice for each call and turn their windows by the minute:
 * whoever owns it sets it once in a while. Any thread.
 */
public final class CoarseClock implements Clock {
  /** How often to set it, in milliseconds. */
  public static final long TICK_MILLIS = 500;

  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private volatile long wallMillis;

  public CoarseClock(InstantSource clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.wallMillis = clock.millis();
  }

  /** Sets it right. */
  public void tick() {
    wallMillis = clock.millis();
  }

  @Override
  public long wallTime() {
    return wallMillis;
  }

  @Override
  public long monotonicTime() {
    return nanoTime.getAsLong();
  }
}
