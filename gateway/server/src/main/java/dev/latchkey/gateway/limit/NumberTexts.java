// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import org.jspecify.annotations.Nullable;

/**
 * Numbers as text, of which the same few are said again and again: limits, and the seconds of their
 * windows. Bounded; one number takes the place of another. Any thread: what two threads write at
 * the same time is the same, or one of the two.
 */
final class NumberTexts {
  private static final @Nullable Known[] KNOWN = new Known[1_024];

  private record Known(long number, String text) {}

  private NumberTexts() {}

  static String of(long number) {
    int slot = (int) (number ^ number >>> 10) & (KNOWN.length - 1);
    Known known = KNOWN[slot];
    if (known == null || known.number() != number) {
      known = new Known(number, Long.toString(number));
      KNOWN[slot] = known;
    }
    return known.text();
  }
}
