// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.record;

import io.micrometer.core.instrument.Clock;

/**
 * The clock of the meters, which ask it twice for each call and turn their windows by the minute:
 * whoever owns it sets it once in a while. Any thread.
 */
public final class CoarseClock implements Clock {
  /** How often to set it, in milliseconds. */
  public static final long TICK_MILLIS = 500;

  private volatile long wallMillis = System.currentTimeMillis();

  /** Sets it right. */
  public void tick() {
    wallMillis = System.currentTimeMillis();
  }

  @Override
  public long wallTime() {
    return wallMillis;
  }

  @Override
  public long monotonicTime() {
    return System.nanoTime();
  }
}
