// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.nio.charset.StandardCharsets;

/**
 * A text counts as a key of ours only if it is the prefix, thirty characters, and their check, and
 * then every change of a single character makes it none.
 */
public final class KeyFormatFuzz {
  private static final String PREFIX = "lk_test_";

  private KeyFormatFuzz() {}

  /** One input. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    boolean minted = KeyFormat.isMinted(text, PREFIX);
    if (minted && !KeyFormat.isPlausible(text)) {
      throw new AssertionError("minted, but not plausible");
    }
    if (KeyFormat.hasShape(text, PREFIX)) {
      String body = text.substring(0, text.length() - KeyFormat.CHECK_LENGTH);
      boolean right = text.equals(body + KeyFormat.check(body));
      if (right != minted) {
        throw new AssertionError("another check passes, or the right one does not");
      }
    } else if (minted) {
      throw new AssertionError("minted, but not of the shape");
    }
    KeyDigest.of(text);
  }
}
