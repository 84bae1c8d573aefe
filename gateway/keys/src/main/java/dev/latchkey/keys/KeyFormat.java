// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * The written form of a key: prefix, 30 random base62 characters (178 bits), and 6 base62
 * characters of the CRC-32 over everything before them. The check is no secret; it turns away
 * typing errors and noise before anything is hashed or looked up.
 */
public final class KeyFormat {
  public static final int RANDOM_LENGTH = 30;
  public static final int CHECK_LENGTH = 6;

  /** Characters after the prefix. */
  public static final int BODY_LENGTH = RANDOM_LENGTH + CHECK_LENGTH;

  /** Bounds on any presented key, imported ones included. */
  public static final int MIN_LENGTH = 20;

  public static final int MAX_LENGTH = 128;

  /** The processor sums up an array many times as fast as one byte after another. */
  private static final ThreadLocal<byte[]> SCRATCH =
      ThreadLocal.withInitial(() -> new byte[MAX_LENGTH]);

  private KeyFormat() {}

  /** Whether the text has this prefix, a body of the right shape, and the right check. */
  public static boolean isMinted(String key, String prefix) {
    return hasShape(key, prefix) && hasRightCheck(key);
  }

  /** Whether the text is the prefix and exactly 36 base62 characters, right check or not. */
  public static boolean hasShape(String key, String prefix) {
    if (key.length() != prefix.length() + BODY_LENGTH || !key.startsWith(prefix)) {
      return false;
    }
    for (int i = prefix.length(); i < key.length(); i++) {
      if (Base62.digit(key.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether a key of unknown make could be one at all: 20 to 128 visible ASCII characters. */
  public static boolean isPlausible(String key) {
    if (key.length() < MIN_LENGTH || key.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c <= ' ' || c >= 0x7F) {
        return false;
      }
    }
    return true;
  }

  /** Whether the last six characters are the check over the rest. The text must have the shape. */
  public static boolean hasRightCheck(String key) {
    int end = key.length() - CHECK_LENGTH;
    long given = 0;
    for (int i = end; i < key.length(); i++) {
      given = given * 62 + Base62.digit(key.charAt(i));
    }
    return given == crc(key, end);
  }

  static String check(String prefixAndRandom) {
    long crc = crc(prefixAndRandom, prefixAndRandom.length());
    char[] out = new char[CHECK_LENGTH];
    for (int i = CHECK_LENGTH - 1; i >= 0; i--) {
      out[i] = Base62.ALPHABET.charAt((int) (crc % 62));
      crc /= 62;
    }
    return new String(out);
  }

  /** Whatever has this shape is ASCII: one byte per character. Nothing of it stays behind. */
  private static long crc(String text, int end) {
    byte[] bytes = end <= MAX_LENGTH ? SCRATCH.get() : new byte[end];
    for (int i = 0; i < end; i++) {
      bytes[i] = (byte) text.charAt(i);
    }
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, end);
    Arrays.fill(bytes, 0, end, (byte) 0);
    return crc.getValue();
  }
}
