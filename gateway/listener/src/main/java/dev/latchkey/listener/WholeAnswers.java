// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer that is whole and short as one buffer, past the encoder, which makes two of it
 * and a promise for each. What is special in any way is left to the encoder, and so is every answer
 * of a connection on which HEAD was asked. One per connection, told by {@link AnswersDue}; its
 * event loop only.
 */
// What becomes of a write is heard from its own promise.
@SuppressWarnings("FutureReturnValueIgnored")
final class WholeAnswers {
  private static final String ENCODER = "httpEncoder";
  private static final int LONGEST = 16 * 1_024;
  private static final int USUAL_HEAD = 512;
  private static final int MOST_HEAD = 2 * 1_024;
  private static final byte[] VERSION = "HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII);
  private static final int CRLF = '\r' << 8 | '\n';

  private final ChannelHandlerContext encoder;
  private int headBytes = USUAL_HEAD;

  private WholeAnswers(ChannelHandlerContext encoder) {
    this.encoder = encoder;
  }

  /** Those of a connection; null where it has no encoder. */
  static @Nullable WholeAnswers of(ChannelPipeline pipeline) {
    ChannelHandlerContext encoder = pipeline.context(ENCODER);
    return encoder == null ? null : new WholeAnswers(encoder);
  }

  /** Writes a message if it is such an answer, and says whether it was. */
  boolean write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof FullHttpResponse answer
        && answer.headers() instanceof HeadersMultiMap fields
        && isPlain(answer)) {
      encoder.write(whole(context, answer, fields), promise);
      return true;
    }
    return false;
  }

  private static boolean isPlain(FullHttpResponse answer) {
    int length = answer.content().readableBytes();
    int status = answer.status().code();
    return length > 0
        && length <= LONGEST
        && status >= 200
        && status != 204
        && status != 205
        && status != 304
        && answer.protocolVersion().equals(HttpVersion.HTTP_1_1)
        && !answer.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
  }

  private ByteBuf whole(
      ChannelHandlerContext context, FullHttpResponse answer, HeadersMultiMap fields) {
    ByteBuf body = answer.content();
    ByteBuf out = context.alloc().buffer(headBytes + body.readableBytes());
    try {
      status(answer.status(), out);
      fields.encode(out, false);
      ByteBufUtil.writeShortBE(out, CRLF);
      headBytes = Math.min(MOST_HEAD, Math.max(headBytes, out.readableBytes()));
      return out.writeBytes(body);
    } catch (RuntimeException defect) {
      out.release();
      throw defect;
    } finally {
      answer.release();
    }
  }

  private static void status(HttpResponseStatus status, ByteBuf out) {
    out.writeBytes(VERSION);
    ByteBufUtil.copy(status.codeAsText(), out);
    out.writeByte(' ');
    ByteBufUtil.writeAscii(out, status.reasonPhrase());
    ByteBufUtil.writeShortBE(out, CRLF);
  }
}
