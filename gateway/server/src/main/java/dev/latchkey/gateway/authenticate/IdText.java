// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/** An id as octets: a text would have to be turned into them, one character after another. */
final class IdText {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int LENGTH = 36;

  private IdText() {}

  /** RFC 9562, section 4: five groups of digits, three of them of the high half. */
  static AsciiString of(long high, long low) {
    byte[] text = new byte[LENGTH];
    group(text, 0, high >>> 32, 8);
    group(text, 9, high >>> 16, 4);
    group(text, 14, high, 4);
    group(text, 19, low >>> 48, 4);
    group(text, 24, low, 12);
    for (int dash = 8; dash <= 23; dash += 5) {
      text[dash] = '-';
    }
    return new AsciiString(text, false);
  }

  /** So many of a number's last digits. */
  private static void group(byte[] text, int from, long number, int digits) {
    long rest = number;
    for (int i = from + digits - 1; i >= from; i--) {
      text[i] = HEX[(int) rest & 0xF];
      rest >>>= 4;
    }
  }
}
