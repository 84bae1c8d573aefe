// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import dev.latchkey.listener.Bytes;
import io.netty.buffer.ByteBuf;
import java.net.ProtocolException;

/**
 * The lines between the data of a chunked body (RFC 9112, section 7.1). Extensions mean nothing to
 * us; blanks behind a size, which some backends write, mean nothing at all. One body after another;
 * one event loop.
 */
final class AnswerChunks {
  private static final int MOST_LINE_BYTES = 4 * 1_024;

  /** Fifteen digits: no body is longer, and a long is not either. */
  private static final int MOST_DIGITS = 15;

  private boolean ended;
  private boolean last;
  private long rest;

  void reset() {
    ended = false;
    last = false;
    rest = 0;
  }

  /** Whether data comes next, and not a line. */
  boolean isInData() {
    return rest > 0;
  }

  /** Bytes of data before the next line. */
  long rest() {
    return rest;
  }

  /** So much of the data was read. */
  void passed(int length) {
    rest -= length;
    ended = rest == 0;
  }

  /** Whether that was the chunk without data that stands behind the others. */
  boolean isLast() {
    return last;
  }

  /**
   * Reads a line.
   *
   * @return false if its end is not there yet
   * @throws ProtocolException for any other line
   */
  boolean readLine(ByteBuf in) throws ProtocolException {
    int from = in.readerIndex();
    int within = from + Math.min(in.readableBytes(), MOST_LINE_BYTES);
    int lf = in.indexOf(from, within, (byte) '\n');
    if (lf < 0) {
      if (within - from == MOST_LINE_BYTES) {
        throw new ProtocolException("a chunk that never begins");
      }
      return false;
    }
    if (lf == from || in.getByte(lf - 1) != '\r') {
      throw new ProtocolException("half a line break");
    }
    line(in, from, lf - 1);
    in.readerIndex(lf + 1);
    return true;
  }

  private void line(ByteBuf in, int from, int to) throws ProtocolException {
    if (ended) {
      ended = false;
      if (from != to) {
        throw new ProtocolException("a chunk longer than it said");
      }
      return;
    }
    int i = from;
    long size = 0;
    for (; i < to && i - from <= MOST_DIGITS && Bytes.hex(in.getByte(i)) >= 0; i++) {
      size = size << 4 | Bytes.hex(in.getByte(i));
    }
    boolean sized = i > from && i - from <= MOST_DIGITS;
    while (i < to && Bytes.isBlank(in.getByte(i))) {
      i++;
    }
    if (!sized || (i < to && in.getByte(i) != ';')) {
      throw new ProtocolException("a chunk without a size, or beyond any");
    }
    for (; i < to; i++) {
      if (!Bytes.isFieldByte(in.getByte(i))) {
        throw new ProtocolException("a control in a chunk extension");
      }
    }
    rest = size;
    last = size == 0;
  }
}
