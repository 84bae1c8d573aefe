// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/**
 * A client may end its side of the connection once it has said everything (RFC 9112, section 9.6),
 * and still gets its answer. Whether such a client is still there, only sending it something can
 * tell; so its answer has a second to begin, and without one it counts as gone. One per connection;
 * stands right behind the HTTP/1 codec.
 */
// What becomes of a write or a close is heard from the channel itself.
@SuppressWarnings("FutureReturnValueIgnored")
final class HalfClose extends ChannelDuplexHandler {
  private static final String ENCODER = "httpEncoder";
  private static final long PATIENCE_MILLIS = 1_000;

  private int unanswered;
  private boolean withinRequest;
  private boolean answering;
  private boolean ended;

  /** For plain HTTP/1: TLS has an end of its own. */
  static void allow(Channel channel) {
    if (channel.pipeline().get(SslHandler.class) == null) {
      channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
      channel.pipeline().addAfter(ENCODER, "halfClose", new HalfClose());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest) {
      unanswered++;
      withinRequest = true;
    }
    if (message instanceof LastHttpContent) {
      withinRequest = false;
    }
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
      context.write(message, promise);
      return;
    }
    answering = true;
    if (message instanceof LastHttpContent) {
      ChannelPromise written = promise.unvoid();
      written.addListener(done -> answered(context));
      context.write(message, written);
    } else {
      context.write(message, promise);
    }
  }

  private void answered(ChannelHandlerContext context) {
    unanswered--;
    answering = false;
    if (ended && unanswered <= 0) {
      context.close();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      ended = true;
      if (withinRequest || unanswered <= 0) {
        context.close();
      } else {
        var unused =
            context
                .executor()
                .schedule(() -> giveUp(context), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
    context.fireUserEventTriggered(event);
  }

  private void giveUp(ChannelHandlerContext context) {
    if (!answering) {
      context.close();
    }
  }
}
