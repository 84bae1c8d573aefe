// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/**
 * Knows how much of the current answer a connection has received, and whether that was all of it.
 *
 * <p>When a backend closes while its answer is held back for a slow client, Vert.x reports the
 * close first and never the answer's end. This tells an answer that is whole from one that broke
 * off. One per connection, in front of Vert.x's own handler; its event loop only.
 */
final class AnswerMeter extends ChannelInboundHandlerAdapter {
  private static final String VERTX = "handler";
  private static final String NAME = "answer-meter";

  private long received;
  private boolean whole;

  /** Puts a meter into a new connection. */
  static void install(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      base.channel().pipeline().addBefore(VERTX, NAME, new AnswerMeter());
    }
  }

  /** The meter of the connection that this answer comes over. */
  static @Nullable AnswerMeter of(HttpClientResponse answer) {
    return answer.request().connection() instanceof ConnectionBase base
        ? base.channel().pipeline().get(AnswerMeter.class)
        : null;
  }

  /** Whether an answer of exactly this many bytes was received to its end. */
  boolean isWhole(long bytes) {
    return whole && received == bytes;
  }

  /** Whether all of the answer was received, handed on or not. */
  boolean isWhole() {
    return whole;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpResponse) {
      received = 0;
      whole = false;
    }
    if (message instanceof HttpContent content) {
      received += content.content().readableBytes();
      whole = message instanceof LastHttpContent && content.decoderResult().isSuccess();
    }
    context.fireChannelRead(message);
  }
}
