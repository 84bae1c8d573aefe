// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/**
 * A client may end its side of the connection once it has said everything (RFC 9112, section 9.6),
 * and still gets its answer. Whether such a client is still there, only sending it something can
 * tell; so its answer has a second to begin, and must not fall silent for two: else it counts as
 * gone, as a browser is that has closed its page. One per connection, told by {@link AnswersDue};
 * its event loop only.
 */
// What becomes of a write or a close is heard from the channel itself.
@SuppressWarnings("FutureReturnValueIgnored")
final class HalfClose {
  private static final long TO_BEGIN_MILLIS = 1_000;
  private static final long TO_GO_ON_MILLIS = 2_000;

  private final AnswersDue answers;

  HalfClose(AnswersDue answers) {
    this.answers = answers;
  }

  /** For plain HTTP/1: TLS has an end of its own. */
  static void allow(Channel channel) {
    if (channel.pipeline().get(SslHandler.class) == null) {
      channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }
  }

  /** Closes once all that was written has gone out. */
  private static void closeBehind(ChannelHandlerContext context) {
    context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /** The client has ended its side. */
  void ended(ChannelHandlerContext context) {
    if (answers.isWithinRequest()) {
      context.close();
    } else if (!answers.any()) {
      closeBehind(context);
    } else {
      answers.whenNone(() -> closeBehind(context));
      // Of an answer that is under way, what has been said so far is old.
      answers.saidMore();
      lookIn(context, TO_BEGIN_MILLIS);
    }
  }

  private void lookIn(ChannelHandlerContext context, long millis) {
    var unused = context.executor().schedule(() -> look(context), millis, TimeUnit.MILLISECONDS);
  }

  /** What waits for the client to read it is no silence of ours. */
  private void look(ChannelHandlerContext context) {
    if (!context.channel().isActive()) {
      return;
    }
    if (!answers.saidMore() && isAllTaken(context.channel())) {
      context.close();
      return;
    }
    lookIn(context, TO_GO_ON_MILLIS);
  }

  private static boolean isAllTaken(Channel channel) {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting == null || waiting.totalPendingWriteBytes() == 0;
  }
}
