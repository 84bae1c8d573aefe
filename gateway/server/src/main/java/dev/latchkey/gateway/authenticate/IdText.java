// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import java.util.UUID;

/** An id as it is written, without the text of it: whoever writes it takes it digit by digit. */
record IdText(long high, long low) implements CharSequence {
  private static final String HEX = "0123456789abcdef";
  private static final int LENGTH = 36;

  @Override
  public int length() {
    return LENGTH;
  }

  @Override
  public char charAt(int index) {
    return switch (index) {
      case 8, 13, 18, 23 -> '-';
      default -> HEX.charAt(digit(index));
    };
  }

  /** RFC 9562, section 4: five groups, the first three of them of the high half. */
  private int digit(int index) {
    int dashes = index < 8 ? 0 : index < 13 ? 1 : index < 18 ? 2 : index < 23 ? 3 : 4;
    int place = index - dashes;
    return (int) ((place < 16 ? high : low) >>> (60 - 4 * (place & 15))) & 0xF;
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return toString().substring(start, end);
  }

  @Override
  public String toString() {
    return new UUID(high, low).toString();
  }
}
