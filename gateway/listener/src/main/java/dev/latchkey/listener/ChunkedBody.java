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

  /** Beyond it the decoder behind would count wrongly. */
  private static final long MAX_CHUNK = Integer.MAX_VALUE;

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
    for (; i < to && size <= MAX_CHUNK && Bytes.hex(in.getByte(i)) >= 0; i++) {
      size = size << 4 | Bytes.hex(in.getByte(i));
    }
    if (i == from || size > MAX_CHUNK) {
      throw bad("a chunk without a size, or beyond any");
    }
    if (i < to) {
      extensions(in, i, to);
    }
    expect = size == 0 ? Expect.TRAILER : Expect.DATA_END;
    return size;
  }

  /** Names, each perhaps with a token or a quoted text; no blanks, which nobody sends. */
  private void extensions(ByteBuf in, int from, int to) {
    extra(to - from);
    int i = from;
    while (i < to) {
      int name = i + 1;
      int end = Bytes.skipToken(in, name, to);
      if (in.getByte(i) != ';' || end == name) {
        throw bad("a chunk extension without a name");
      }
      i = end < to && in.getByte(end) == '=' ? extensionValue(in, end + 1, to) : end;
    }
  }

  private static int extensionValue(ByteBuf in, int from, int to) {
    if (from == to || in.getByte(from) != '"') {
      int end = Bytes.skipToken(in, from, to);
      if (end == from) {
        throw bad("a chunk extension without a value");
      }
      return end;
    }
    int i = from + 1;
    while (i < to && in.getByte(i) != '"') {
      boolean escape = in.getByte(i) == '\\';
      i += escape ? 1 : 0;
      if (i == to || !Bytes.isFieldByte(in.getByte(i))) {
        throw bad("a chunk extension that cannot be quoted so");
      }
      i++;
    }
    if (i >= to) {
      throw bad("a chunk extension whose quotes stay open");
    }
    return i + 1;
  }

  private long trailer(ByteBuf in, int from, int to) {
    if (from == to) {
      return -1;
    }
    extra(to - from);
    int colon = Bytes.skipToken(in, from, to);
    boolean named = colon > from && colon < to && in.getByte(colon) == ':';
    for (int i = colon; named && i < to; i++) {
      named = Bytes.isFieldByte(in.getByte(i));
    }
    if (!named) {
      throw bad("a trailer line that is no field");
    }
    return 0;
  }

  private void extra(int bytes) {
    extraBytes += bytes;
    if (extraBytes > MAX_EXTRA_BYTES) {
      throw bad("too many extensions or trailers");
    }
  }
}
