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
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[1_024];
  private int size;
  private long second = Long.MIN_VALUE;
  private String secondText = "";

  LogLine begin() {
    size = 0;
    put('{');
    return this;
  }

  /** A string member; characters that JSON or a terminal would act on are escaped. */
  LogLine text(String name, CharSequence value) {
    name(name);
    quoted(value);
    return this;
  }

  LogLine number(String name, long value) {
    name(name);
    digits(value);
    return this;
  }

  /** An instant of the wall clock, to the millisecond, in ISO 8601. */
  LogLine time(String name, long millis) {
    long now = Math.floorDiv(millis, 1_000L);
    if (now != second) {
      second = now;
      String text = Instant.ofEpochSecond(now).toString();
      secondText = text.substring(0, text.length() - 1);
    }
    int rest = (int) Math.floorMod(millis, 1_000L);
    name(name);
    put('"');
    plain(secondText);
    put('.');
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

  private void name(String name) {
    if (size > 1) {
      put(',');
    }
    put('"');
    plain(name);
    put('"');
    put(':');
  }

  private void quoted(CharSequence value) {
    put('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= ' ' && c < 0x7F && c != '"' && c != '\\') {
        put(c);
      } else {
        plain("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          put(HEX[c >> shift & 0xF]);
        }
      }
    }
    put('"');
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

  private void plain(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      put(ascii.charAt(i));
    }
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
