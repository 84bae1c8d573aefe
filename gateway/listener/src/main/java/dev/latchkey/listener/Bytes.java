// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import java.util.Arrays;

/** Looks at bytes of a buffer without making anything of them. Any thread. */
public final class Bytes {
  private static final boolean[] TOKEN = new boolean[128];

  static {
    for (int b = '!'; b <= '~'; b++) {
      TOKEN[b] = "\"(),/:;<=>?@[\\]{}".indexOf(b) < 0;
    }
  }

  private Bytes() {}

  /** A number for these bytes, the same for the same bytes. */
  public static int hash(byte[] bytes, int from, int length) {
    int hash = length;
    for (int i = from; i < from + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash ^ hash >>> 15;
  }

  /** Whether these bytes are this text, in this letter case. */
  public static boolean are(byte[] bytes, int from, int length, AsciiString text) {
    int offset = text.arrayOffset();
    return Arrays.equals(bytes, from, from + length, text.array(), offset, offset + text.length());
  }

  /** Whether the byte may stand in a token (RFC 9110, section 5.6.2). */
  public static boolean isToken(byte b) {
    return b > 0 && TOKEN[b];
  }

  /** Where the token that begins here ends. */
  static int skipToken(ByteBuf in, int from, int to) {
    int i = from;
    while (i < to && isToken(in.getByte(i))) {
      i++;
    }
    return i;
  }

  /** Whether the byte may stand in a field's value (RFC 9110, section 5.5). */
  public static boolean isFieldByte(byte b) {
    return (b < 0 || b >= ' ') ? b != 0x7F : b == '\t';
  }

  /** Whether the range is this lower-case ASCII text, letter case aside. */
  static boolean equal(ByteBuf in, int from, int to, String lower) {
    return to - from == lower.length() && startWith(in, from, to, lower);
  }

  /** Whether the range begins with this text, letter case aside. */
  static boolean startWith(ByteBuf in, int from, int to, String text) {
    if (to - from < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (fold(in.getByte(from + i)) != fold((byte) text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether this very text begins here, in this letter case. The range must be long enough. */
  static boolean same(ByteBuf in, int from, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (in.getByte(from + i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  static int skipBlanks(ByteBuf in, int from, int to) {
    int i = from;
    while (i < to && isBlank(in.getByte(i))) {
      i++;
    }
    return i;
  }

  static int trimBlanks(ByteBuf in, int from, int to) {
    int i = to;
    while (i > from && isBlank(in.getByte(i - 1))) {
      i--;
    }
    return i;
  }

  /** Whether the byte is a space or a tab. */
  public static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  /** Whether the byte is a decimal digit. */
  public static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** The value of a hexadecimal digit; -1 for any other byte. */
  public static int hex(byte b) {
    if (isDigit(b)) {
      return b - '0';
    }
    int letter = b | 0x20;
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
  }

  private static int fold(byte b) {
    return b >= 'A' && b <= 'Z' ? b | 0x20 : b;
  }
}
