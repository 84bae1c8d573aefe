// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import dev.latchkey.gateway.accept.BodyFraming;
import dev.latchkey.listener.Listeners;
import io.netty.buffer.ByteBuf;
import io.vertx.core.http.HttpHeaders;
import java.net.ProtocolException;
import java.util.List;

/**
 * Reads the answers of one connection, each to a request that was sent, and knows where each ends
 * (RFC 9112, section 6.3). Where that can be told in two ways it is told in none: such an answer,
 * and bytes that nobody asked for, are errors. One event loop.
 */
final class AnswerParser {
  /** More would be a way to keep a client waiting for ever (RFC 9110, section 15.2). */
  private static final int MOST_INTERIM = 8;

  /** Of a head, or of trailers. */
  private static final int MOST_HEAD_BYTES = 64 * 1_024;

  private enum State {
    NOT_ASKED,
    HEAD,
    BODY,
    BODY_UNTIL_CLOSE,
    CHUNKS,
    TRAILERS,
    SWITCHED
  }

  private final HeadReader heads;
  private final AnswerSink sink;
  private final AnswerChunks chunks = new AnswerChunks();
  private State state = State.NOT_ASKED;
  private boolean toHead;
  private int interims;

  /** Bytes of a body of known length that are still to come. */
  private long rest;

  /** Bytes of an unfinished head that were looked at, and how many of them are whole lines. */
  private int seen;

  private int lines;

  AnswerParser(HeadReader heads, AnswerSink sink) {
    this.heads = heads;
    this.sink = sink;
  }

  /**
   * An answer is due.
   *
   * @param head whether it is one to HEAD, and so without a body
   */
  void expect(boolean head) {
    state = State.HEAD;
    interims = 0;
    toHead = head;
  }

  /**
   * Reads as much as there is, and leaves what makes no sense yet.
   *
   * @throws ProtocolException for what is no answer; nothing of this connection means anything then
   */
  void read(ByteBuf in) throws ProtocolException {
    boolean goesOn = true;
    while (goesOn && in.isReadable()) {
      goesOn =
          switch (state) {
            case NOT_ASKED -> throw new ProtocolException("bytes that nobody asked for");
            case HEAD -> head(in);
            case BODY -> body(in);
            case BODY_UNTIL_CLOSE -> piece(in, Long.MAX_VALUE) > 0;
            case CHUNKS -> chunk(in);
            case TRAILERS -> trailers(in);
            case SWITCHED -> false;
          };
    }
  }

  /** The connection has come to its end, and with it what it alone could end. */
  void closed() {
    if (state == State.BODY_UNTIL_CLOSE) {
      end(FieldList.NONE);
    }
  }

  private boolean head(ByteBuf in) throws ProtocolException {
    int length = block(in);
    if (length < 0) {
      return false;
    }
    AnswerHead head = heads.head(in, length);
    if (head.isInterim()) {
      if (++interims > MOST_INTERIM) {
        throw new ProtocolException("interim answers without end");
      }
    } else if (head.status() == AnswerHead.SWITCHING_PROTOCOLS) {
      state = State.SWITCHED;
      sink.switched(head);
    } else {
      state = body(head);
      sink.answered(head);
      if (state == State.BODY && rest == 0) {
        end(FieldList.NONE);
      }
    }
    return true;
  }

  /** How long a block of lines is that ends in an empty one; -1 if its end is not there yet. */
  private int block(ByteBuf in) throws ProtocolException {
    int from = in.readerIndex();
    int to = from + Math.min(in.readableBytes(), MOST_HEAD_BYTES);
    int line = from + lines;
    for (int lf = lineFeed(in, from + seen, to); lf >= 0; lf = lineFeed(in, line, to)) {
      if (lf == line || (lf == line + 1 && in.getByte(line) == '\r')) {
        seen = 0;
        lines = 0;
        return lf + 1 - from;
      }
      line = lf + 1;
    }
    seen = to - from;
    lines = line - from;
    if (seen == MOST_HEAD_BYTES) {
      throw new ProtocolException("a head beyond all bounds");
    }
    return -1;
  }

  private static int lineFeed(ByteBuf in, int from, int to) {
    return from < to ? in.indexOf(from, to, (byte) '\n') : -1;
  }

  private State body(AnswerHead head) throws ProtocolException {
    FieldList fields = head.fields();
    rest = 0;
    if (toHead || head.status() == 204 || head.status() == 304) {
      return State.BODY;
    }
    List<String> lengths = fields.getAll(HttpHeaders.CONTENT_LENGTH);
    if (fields.contains(HttpHeaders.TRANSFER_ENCODING)) {
      List<String> codings = fields.getAll(HttpHeaders.TRANSFER_ENCODING);
      boolean chunked = codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked");
      if (!chunked || !lengths.isEmpty() || head.minor() == 0) {
        throw new ProtocolException("a body in a coding that nobody can read");
      }
      return State.CHUNKS;
    }
    if (lengths.isEmpty()) {
      return State.BODY_UNTIL_CLOSE;
    }
    rest = lengths.size() == 1 ? BodyFraming.length(lengths.get(0)) : -1;
    if (rest < 0) {
      throw new ProtocolException("a body of no length, or of two");
    }
    return State.BODY;
  }

  private boolean body(ByteBuf in) {
    rest -= piece(in, rest);
    if (rest == 0) {
      end(FieldList.NONE);
    }
    return true;
  }

  private boolean chunk(ByteBuf in) throws ProtocolException {
    if (!chunks.isInData()) {
      boolean whole = chunks.readLine(in);
      if (chunks.isLast()) {
        chunks.reset();
        state = State.TRAILERS;
      }
      return whole;
    }
    chunks.passed(piece(in, chunks.rest()));
    return true;
  }

  private boolean trailers(ByteBuf in) throws ProtocolException {
    int length = block(in);
    if (length < 0) {
      return false;
    }
    end(heads.trailers(in, length));
    return true;
  }

  /** Hands on what is there, but no more than that. */
  private int piece(ByteBuf in, long most) {
    int length = (int) Math.min(most, Math.min(in.readableBytes(), Listeners.PIECE_BYTES));
    sink.piece(in.readRetainedSlice(length));
    return length;
  }

  private void end(Fields trailers) {
    state = State.NOT_ASKED;
    sink.ended(trailers);
  }
}
