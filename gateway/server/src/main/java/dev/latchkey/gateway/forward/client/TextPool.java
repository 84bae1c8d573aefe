// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import dev.latchkey.listener.Bytes;
import io.netty.util.AsciiString;

/**
 * Short texts of answers, kept for the next that says the same: nearly all of what backends say in
 * their heads they said before. Bounded: a text takes the place of another. One event loop.
 */
final class TextPool {
  private static final int SLOTS = 128;
  private static final int LONGEST = 64;

  private final AsciiString[] slots = new AsciiString[SLOTS];

  /** The text of these bytes. */
  AsciiString text(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length == 0) {
      return AsciiString.EMPTY_STRING;
    }
    if (length > LONGEST) {
      return new AsciiString(bytes, from, length, true);
    }
    int slot = Bytes.hash(bytes, from, length) & (SLOTS - 1);
    AsciiString known = slots[slot];
    if (known != null && Bytes.are(bytes, from, length, known)) {
      return known;
    }
    AsciiString text = new AsciiString(bytes, from, length, true);
    slots[slot] = text;
    return text;
  }
}
