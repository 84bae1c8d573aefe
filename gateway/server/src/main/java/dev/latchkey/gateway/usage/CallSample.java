// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.usage;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * Which calls of one key are kept one by one: in each window the first few, the first from every
 * address on every route as far as a short filter can tell them apart, and refusals, all of them
 * bounded. One word of memory; a call that is not kept costs one read of it. Any thread.
 */
public final class CallSample {
  /** What a window is, in milliseconds of the wall clock. */
  public static final long WINDOW_MILLIS = 10_000;

  private static final int USUAL = 5;
  private static final int MOST = 40;
  private static final int MOST_REFUSALS = 200;

  private static final long WINDOW_MASK = 0xFF_FFFF;
  private static final long BYTE = 0xFF;
  private static final int REFUSALS_AT = 32;
  private static final int PASSES_AT = 24;
  private static final int FILTER_BITS = 24;

  private static final AtomicLongFieldUpdater<CallSample> STATE =
      AtomicLongFieldUpdater.newUpdater(CallSample.class, "state");

  /** Window (24 bits), refusals (8), passes (8), filter of sources (24). */
  private volatile long state;

  /** Whether this call, which was passed on, is one to keep. */
  public boolean takes(long nowMillis, String client, String route) {
    int source = Math.floorMod(31 * client.hashCode() + route.hashCode(), FILTER_BITS);
    while (true) {
      long before = state;
      long now = inWindow(before, nowMillis);
      long bit = 1L << source;
      long passes = now >>> PASSES_AT & BYTE;
      if (passes >= ((now & bit) != 0 ? USUAL : MOST)) {
        return false;
      }
      if (STATE.compareAndSet(this, before, (now | bit) + (1L << PASSES_AT))) {
        return true;
      }
    }
  }

  /** Whether this call, which was refused, is one to keep. */
  public boolean takesRefusal(long nowMillis) {
    while (true) {
      long before = state;
      long now = inWindow(before, nowMillis);
      if ((now >>> REFUSALS_AT & BYTE) >= MOST_REFUSALS) {
        return false;
      }
      if (STATE.compareAndSet(this, before, now + (1L << REFUSALS_AT))) {
        return true;
      }
    }
  }

  /** The state as it stands, or an empty one of a window that has begun. */
  private static long inWindow(long state, long nowMillis) {
    long window = nowMillis / WINDOW_MILLIS & WINDOW_MASK;
    int at = REFUSALS_AT + Byte.SIZE;
    return state >>> at == window ? state : window << at;
  }
}
