// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import io.vertx.core.buffer.Buffer;

/**
 * Follows the frames of one direction of a WebSocket by their lengths alone (RFC 6455, section
 * 5.2), so that one knows where a frame of our own may stand. One direction; one event loop.
 */
final class FrameFollower {
  private static final int MASK_BYTES = 4;

  /** Of the head: flags, length and, where it is longer, up to eight bytes of length. */
  private final byte[] head = new byte[10];

  private int read;
  private long remaining;

  /** Whether the next byte begins a frame. */
  boolean isBetweenFrames() {
    return read == 0 && remaining == 0;
  }

  /** Takes all of a piece. */
  void follow(Buffer piece) {
    for (int at = 0; at < piece.length(); ) {
      at = step(piece, at);
    }
  }

  /** Takes what a piece holds of the frame that was begun before it; returns how much that is. */
  int finish(Buffer piece) {
    int at = 0;
    while (!isBetweenFrames() && at < piece.length()) {
      at = step(piece, at);
    }
    return at;
  }

  /** One byte of a head, or as much of a payload as there is. */
  private int step(Buffer piece, int at) {
    if (remaining > 0) {
      int part = (int) Math.min(remaining, piece.length() - at);
      remaining -= part;
      return at + part;
    }
    head[read++] = piece.getByte(at);
    if (read >= 2 && read == 2 + lengthBytes()) {
      remaining = payload() + (head[1] < 0 ? MASK_BYTES : 0);
      read = 0;
    }
    return at + 1;
  }

  private int lengthBytes() {
    return switch (head[1] & 0x7F) {
      case 126 -> 2;
      case 127 -> 8;
      default -> 0;
    };
  }

  /** A length with its first bit set is none; nothing can stand after such a frame. */
  private long payload() {
    int extra = lengthBytes();
    long length = extra == 0 ? head[1] & 0x7F : 0;
    for (int i = 0; i < extra; i++) {
      length = length << 8 | (head[2 + i] & 0xFF);
    }
    return length < 0 || length > Long.MAX_VALUE - MASK_BYTES
        ? Long.MAX_VALUE - MASK_BYTES
        : length;
  }
}
