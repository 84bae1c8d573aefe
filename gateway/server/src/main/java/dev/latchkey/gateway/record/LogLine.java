// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.record;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * One JSON object on one line, written into a buffer that is used again for the next: a general
 * writer costs more per line than the request's whole decision. One thread.
 */
final class LogLine {
  /** What an escaped character takes. */
  private static final int MOST_PER_CHAR = 6;

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[1_024];
  private int size;
  private long second = Long.MIN_VALUE;
  private byte[] secondOctets = {};

  /** A member's name, ready to be written behind another member. */
  static final class Member {
    private final byte[] octets;

    Member(String name) {
      this.octets = (",\"" + name + "\":").getBytes(StandardCharsets.US_ASCII);
    }
  }

  LogLine begin() {
    size = 0;
    put('{');
    return this;
  }

  /** A string member; characters that JSON or a terminal would act on are escaped. */
  LogLine text(Member member, CharSequence value) {
    return text(member, value, value.length());
  }

  /**
   * The same with the beginning of a text.
   *
   * @param length of the beginning
   */
  LogLine text(Member member, CharSequence value, int length) {
    name(member);
    quoted(value, length);
    return this;
  }

  LogLine number(Member member, long value) {
    name(member);
    digits(value);
    return this;
  }

  /** An instant of the wall clock, to the millisecond, in ISO 8601. */
  LogLine time(Member member, long millis) {
    long now = Math.floorDiv(millis, 1_000L);
    if (now != second) {
      second = now;
      String text = Instant.ofEpochSecond(now).toString().replace("Z", ".");
      secondOctets = text.getBytes(StandardCharsets.US_ASCII);
    }
    int rest = (int) Math.floorMod(millis, 1_000L);
    name(member);
    put('"');
    octets(secondOctets, 0);
    put('0' + rest / 100);
    put('0' + rest / 10 % 10);
    put('0' + rest % 10);
    put('Z');
    put('"');
    return this;
  }

  void endOnto(OutputStream out) throws IOException {
    put('}');
    put('\n');
    out.write(bytes, 0, size);
  }

  private void name(Member member) {
    // The first has no comma before it.
    octets(member.octets, size > 1 ? 0 : 1);
  }

  private void quoted(CharSequence value, int length) {
    room(MOST_PER_CHAR * length + 2);
    byte[] into = bytes;
    int at = size;
    into[at++] = '"';
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c >= ' ' && c < 0x7F && c != '"' && c != '\\') {
        into[at++] = (byte) c;
      } else {
        at = escaped(c, into, at);
      }
    }
    into[at++] = '"';
    size = at;
  }

  private static int escaped(char c, byte[] into, int from) {
    into[from] = '\\';
    into[from + 1] = 'u';
    for (int i = 0; i < 4; i++) {
      into[from + 2 + i] = HEX[c >> (12 - 4 * i) & 0xF];
    }
    return from + MOST_PER_CHAR;
  }

  private void digits(long value) {
    if (value < 0) {
      put('-');
    }
    int digits = 1;
    for (long rest = value / 10; rest != 0; rest /= 10) {
      digits++;
    }
    room(digits);
    long rest = value;
    for (int i = size + digits - 1; i >= size; i--) {
      bytes[i] = (byte) ('0' + Math.abs(rest % 10));
      rest /= 10;
    }
    size += digits;
  }

  private void octets(byte[] from, int first) {
    int length = from.length - first;
    room(length);
    System.arraycopy(from, first, bytes, size, length);
    size += length;
  }

  private void put(int octet) {
    room(1);
    bytes[size++] = (byte) octet;
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length + more);
    }
  }
}
