// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection whose client may still be sending (RFC 9112, section 9.6). Closed at once, it
 * would be reset by the next byte that comes, and the reset takes the answer with it, read or not.
 * So our side ends first; what comes is read and thrown away until the client ends too, or time is
 * up. One per connection, on its event loop.
 */
// What becomes of a write or a close is heard from the channel itself.
@SuppressWarnings("FutureReturnValueIgnored")
final class LingeringClose {
  /** A second. */
  static final long USUAL_MILLIS = 1_000;

  private final long patienceMillis;
  private boolean begun;

  LingeringClose(long patienceMillis) {
    this.patienceMillis = patienceMillis;
  }

  /**
   * Sends what was written and then our end, and closes when it is time. A server may ask for this
   * more than once. Whoever stands behind this context gets the bytes that come until then.
   */
  void close(ChannelHandlerContext context, ChannelPromise closed) {
    Channel channel = context.channel();
    if (!(channel instanceof DuplexChannel both) || both.isInputShutdown()) {
      context.flush();
      context.close(closed);
      return;
    }
    channel.closeFuture().addListener(over -> closed.trySuccess());
    if (!begun) {
      begun = true;
      channel.config().setAutoRead(true);
      lastWord(context).addListener(sent -> both.shutdownOutput());
      context.executor().schedule(() -> context.close(), patienceMillis, TimeUnit.MILLISECONDS);
    }
  }

  private static ChannelFuture lastWord(ChannelHandlerContext context) {
    SslHandler tls = context.pipeline().get(SslHandler.class);
    if (tls == null) {
      return context.writeAndFlush(context.alloc().buffer(0, 0));
    }
    context.flush();
    return tls.closeOutbound();
  }
}
