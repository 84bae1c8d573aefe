// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.accept;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Names requests: the client's own id where it is harmless, else 128 random bits. Not a secret. One
 * per event loop; not thread-safe.
 */
public final class RequestId {
  private static final char[] HEX = "0123456789abcdef".toCharArray();
  private static final int MAX_LENGTH = 64;

  private final SplittableRandom random;
  private final char[] buffer = new char[32];

  public RequestId(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** The given id if it is 1 to 64 letters, digits, dots, dashes or underscores; else a new one. */
  public String of(@Nullable String given) {
    return given != null && isHarmless(given) ? given : create();
  }

  private String create() {
    fill(random.nextLong(), 0);
    fill(random.nextLong(), 16);
    return new String(buffer);
  }

  private void fill(long bits, int from) {
    for (int i = 0; i < 16; i++) {
      buffer[from + i] = HEX[(int) (bits >>> (60 - 4 * i)) & 0xF];
    }
  }

  private static boolean isHarmless(String id) {
    if (id.isEmpty() || id.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return true;
  }
}
