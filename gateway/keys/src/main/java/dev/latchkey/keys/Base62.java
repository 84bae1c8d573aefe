// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/** Digits, upper case, lower case: the alphabet that a double click selects as one word. */
final class Base62 {
  static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final BigInteger RADIX = BigInteger.valueOf(62);
  private static final byte[] DIGITS = new byte[128];

  static {
    Arrays.fill(DIGITS, (byte) -1);
    for (int i = 0; i < ALPHABET.length(); i++) {
      DIGITS[ALPHABET.charAt(i)] = (byte) i;
    }
  }

  private Base62() {}

  /** The digit's value, 0 to 61, or -1 for a character outside the alphabet. */
  static int digit(char c) {
    return c < 128 ? DIGITS[c] : -1;
  }

  /** Left-padded with zeros to the width. */
  static String encode(BigInteger number, int width) {
    char[] out = new char[width];
    BigInteger rest = number;
    for (int i = width - 1; i >= 0; i--) {
      BigInteger[] parts = rest.divideAndRemainder(RADIX);
      out[i] = ALPHABET.charAt(parts[1].intValue());
      rest = parts[0];
    }
    return new String(out);
  }

  static Optional<BigInteger> decode(String text, int from) {
    BigInteger number = BigInteger.ZERO;
    for (int i = from; i < text.length(); i++) {
      int digit = digit(text.charAt(i));
      if (digit < 0) {
        return Optional.empty();
      }
      number = number.multiply(RADIX).add(BigInteger.valueOf(digit));
    }
    return Optional.of(number);
  }
}
