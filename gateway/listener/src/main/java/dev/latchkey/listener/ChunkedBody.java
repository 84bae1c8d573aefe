// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import static dev.latchkey.listener.MalformedRequestException.bad;

import io.netty.buffer.ByteBuf;

/**
 * Follows a chunked body to its end (RFC 9112, section 7.1). Extensions are allowed but must be
 * well-formed, and neither they nor the trailers may grow without bound. One connection; reused.
 */
final class ChunkedBody {
  /** Bytes of extensions and trailers in one body. */
  private static final int MAX_EXTRA_BYTES = 8_192;

  private static final int MAX_SIZE_DIGITS = 15;

  private enum Expect {
    SIZE,
    DATA_END,
    TRAILER
  }

  private Expect expect = Expect.SIZE;
  private int extraBytes;

  void reset() {
    expect = Expect.SIZE;
    extraBytes = 0;
  }

  /**
   * Takes one line, without its line break.
   *
   * @return bytes of data that follow before the next line; -1 when this line ended the body
   */
  long line(ByteBuf in, int from, int to) {
    switch (expect) {
      case SIZE -> {
        return size(in, from, to);
      }
      case DATA_END -> {
        if (from != to) {
          throw bad("a chunk longer than it said");
        }
        expect = Expect.SIZE;
        return 0;
      }
      default -> {
        return trailer(in, from, to);
      }
    }
  }

  private long size(ByteBuf in, int from, int to) {
    long size = 0;
    int i = from;
    for (; i < to && Bytes.hex(in.getByte(i)) >= 0; i++) {
      size = size << 4 | Bytes.hex(in.getByte(i));
    }
    if (i == from || i - from > MAX_SIZE_DIGITS) {
      throw bad("a chunk without a size, or beyond any");
    }
    if (i < to) {
      extension(in, i, to);
    }
    expect = size == 0 ? Expect.TRAILER : Expect.DATA_END;
    return size;
  }

  private void extension(ByteBuf in, int from, int to) {
    extra(to - from);
    boolean named = to - from > 1 && isTokenByte(in.getByte(from + 1));
    if (in.getByte(from) != ';' || !named) {
      throw bad("a chunk extension without a name");
    }
  }

  private long trailer(ByteBuf in, int from, int to) {
    if (from == to) {
      return -1;
    }
    extra(to - from);
    byte first = in.getByte(from);
    if (first == ' ' || first == '\t' || in.indexOf(from, to, (byte) ':') <= from) {
      throw bad("a trailer line without a name");
    }
    return 0;
  }

  private void extra(int bytes) {
    extraBytes += bytes;
    if (extraBytes > MAX_EXTRA_BYTES) {
      throw bad("too many extensions or trailers");
    }
  }

  private static boolean isTokenByte(byte b) {
    return b > ' ' && b < 0x7F && "\"(),/:;<=>?@[\\]{}".indexOf(b) < 0;
  }
}
