// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import static dev.latchkey.listener.MalformedRequestException.bad;

import dev.latchkey.listener.MalformedRequestException.Kind;
import io.netty.buffer.ByteBuf;

/**
 * Where in a connection's messages we are, by strict rules of our own (RFC 9112): which bytes are
 * head, which are body, and where the next message begins. One connection; its event loop.
 */
final class Framing {
  /** The present message began in an earlier buffer. */
  static final int EARLIER = -1;

  private static final byte LF = '\n';

  private enum In {
    HEAD,
    LENGTH,
    CHUNK_LINES,
    CHUNK_DATA
  }

  private final Bounds bounds;
  private final RequestHead head;
  private final ChunkedBody chunks = new ChunkedBody();
  private In in = In.HEAD;
  private long remaining;
  private int begun = EARLIER;
  private int messages;
  private long bodyBytes;

  Framing(Bounds bounds) {
    this.bounds = bounds;
    this.head = new RequestHead(bounds);
  }

  /**
   * Follows the framing through a buffer.
   *
   * @param searched bytes at the beginning that are known to hold no line feed
   * @return where an unfinished line begins, or the end
   * @throws MalformedRequestException at the first violation; the framing is then lost for good
   */
  int scan(ByteBuf all, int searched) {
    int at = all.readerIndex();
    int end = all.writerIndex();
    begun = isBetween() ? at : EARLIER;
    int search = at + searched;
    while (at < end) {
      if (in == In.LENGTH || in == In.CHUNK_DATA) {
        at += body(end - at, at);
        search = at;
        continue;
      }
      int lf = all.indexOf(search, end, LF);
      if (lf < 0) {
        boundLine(end - at);
        return at;
      }
      if (lf == at || all.getByte(lf - 1) != '\r') {
        throw bad("a line that ends in a bare line feed");
      }
      line(all, at, lf - 1, lf + 1);
      at = lf + 1;
      search = at;
    }
    return at;
  }

  /** Where the present message begins in the buffer last scanned, or {@link #EARLIER}. */
  int begun() {
    return begun;
  }

  /** Whether a head was passed on, so that what follows belongs to its message. */
  boolean isInBody() {
    return in != In.HEAD;
  }

  /** Whether no byte of a next message was taken. */
  boolean isBetween() {
    return in == In.HEAD && !head.isStarted();
  }

  /** Messages that have come to their end. Wraps around. */
  int messages() {
    return messages;
  }

  /** Bytes of bodies so far, without their framing. */
  long bodyBytes() {
    return bodyBytes;
  }

  private int body(int available, int at) {
    int step = (int) Math.min(remaining, available);
    remaining -= step;
    bodyBytes += step;
    if (remaining == 0 && in == In.LENGTH) {
      nextMessage(at + step);
    } else if (remaining == 0) {
      in = In.CHUNK_LINES;
    }
    return step;
  }

  private void line(ByteBuf all, int from, int to, int next) {
    if (in == In.HEAD) {
      if (head.line(all, from, to)) {
        headEnds(next);
      }
      return;
    }
    long follows = chunks.line(all, from, to);
    if (follows < 0) {
      nextMessage(next);
    } else if (follows > 0) {
      remaining = follows;
      in = In.CHUNK_DATA;
    }
  }

  private void headEnds(int next) {
    long body = head.bodyLength();
    if (body == RequestHead.NONE) {
      nextMessage(next);
    } else if (body == RequestHead.CHUNKED) {
      chunks.reset();
      in = In.CHUNK_LINES;
    } else {
      remaining = body;
      in = In.LENGTH;
    }
  }

  private void nextMessage(int next) {
    begun = next;
    messages++;
    head.reset();
    in = In.HEAD;
  }

  private void boundLine(int length) {
    if (length <= bounds.headBytes()) {
      return;
    }
    if (in != In.HEAD) {
      throw bad("a line without end");
    }
    throw new MalformedRequestException(
        isBetween() ? Kind.URI_TOO_LONG : Kind.HEADER_TOO_LARGE, "a line without end");
  }
}
