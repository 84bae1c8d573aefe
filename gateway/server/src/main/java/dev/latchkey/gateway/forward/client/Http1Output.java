// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;

/** The writing half of one connection to one target: heads, bodies and when they leave. */
@SuppressWarnings("FutureReturnValueIgnored")
final class Http1Output {
  private static final String CRLF = "\r\n";
  private static final ByteBuf END_OF_CHUNK = constant(CRLF);
  private static final ByteBuf LAST_CHUNK = constant("0\r\n\r\n");

  private final ChannelHandlerContext context;
  private final AddressPool pool;
  private final AnswerParser parser;
  private final Runnable flushing = this::flush;
  private boolean flushed = true;

  /**
   * @param parser told of every request, for an answer is due then
   */
  Http1Output(ChannelHandlerContext context, AddressPool pool, AnswerParser parser) {
    this.context = context;
    this.pool = pool;
    this.parser = parser;
  }

  private static ByteBuf constant(String text) {
    ByteBuf bytes = Unpooled.directBuffer().writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    return Unpooled.unreleasableBuffer(bytes).asReadOnly();
  }

  /** Begins the head of a request. */
  Http1Head head(HttpMethod method, String uri) {
    return pool.head().begin(method.name(), uri, pool.authority());
  }

  /**
   * Writes the head that was begun last; from now on an answer is due.
   *
   * @param body whether one follows
   */
  Http1Head sendHead(HttpMethod method, boolean body) {
    Http1Head head = pool.head();
    if (body && !head.hasLength()) {
      head.chunked();
    }
    parser.expect(method.equals(HttpMethod.HEAD));
    write(head.whole(context.alloc()));
    return head;
  }

  void write(ByteBuf bytes) {
    context.write(bytes, context.voidPromise());
  }

  /** RFC 9112, section 7.1. */
  void writeChunk(ByteBuf bytes) {
    String length = Integer.toHexString(bytes.readableBytes());
    write(ByteBufUtil.writeAscii(context.alloc(), length + CRLF));
    write(bytes);
    write(END_OF_CHUNK.duplicate());
  }

  void writeLastChunk() {
    write(LAST_CHUNK.duplicate());
  }

  void flush() {
    flushed = true;
    context.flush();
  }

  /** At the end of this turn of the event loop, so that pieces that come together go together. */
  void flushSoon() {
    if (flushed) {
      flushed = false;
      context.channel().eventLoop().execute(flushing);
    }
  }
}
