// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.usage;

/**
 * Which calls of one key are kept one by one: in each window the first few, the first from every
 * address on every route as far as a short filter can tell them apart, and refusals, all of them
 * bounded. One word says what was kept so far; these functions say what the next call makes of it.
 */
final class CallSample {
  /** What a window is, in milliseconds of the wall clock. */
  static final long WINDOW_MILLIS = 10_000;

  private static final int USUAL = 5;
  private static final int MOST = 40;
  private static final int MOST_REFUSALS = 200;

  private static final long WINDOW_MASK = 0xFF_FFFF;
  private static final long BYTE = 0xFF;
  private static final int REFUSALS_AT = 32;
  private static final int PASSES_AT = 24;
  private static final int FILTER_BITS = 24;

  private CallSample() {}

  /**
   * The word after a call that was passed on; the same one if it is not to be kept.
   *
   * @param before window (24 bits), refusals (8), passes (8), filter of sources (24)
   */
  static long passed(long before, long nowMillis, String client, String route) {
    long now = inWindow(before, nowMillis);
    long bit = 1L << Math.floorMod(31 * client.hashCode() + route.hashCode(), FILTER_BITS);
    long passes = now >>> PASSES_AT & BYTE;
    boolean enough = passes >= ((now & bit) != 0 ? USUAL : MOST);
    return enough ? before : (now | bit) + (1L << PASSES_AT);
  }

  /** The word after a call that was refused; the same one if it is not to be kept. */
  static long refused(long before, long nowMillis) {
    long now = inWindow(before, nowMillis);
    boolean enough = (now >>> REFUSALS_AT & BYTE) >= MOST_REFUSALS;
    return enough ? before : now + (1L << REFUSALS_AT);
  }

  /** The word as it stands, or an empty one of a window that has begun. */
  private static long inWindow(long state, long nowMillis) {
    long window = nowMillis / WINDOW_MILLIS & WINDOW_MASK;
    int at = REFUSALS_AT + Byte.SIZE;
    return state >>> at == window ? state : window << at;
  }
}
