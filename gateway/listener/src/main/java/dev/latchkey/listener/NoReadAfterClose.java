// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * Keeps a connection that is being closed from being read once more. Netty's io_uring transport
 * 4.2.18 would ask the kernel for a poll that nobody calls off, which holds the socket open: the
 * other side never sees the end. One per connection; stands before all other handlers.
 */
// What becomes of a close is heard from the channel itself.
@SuppressWarnings("FutureReturnValueIgnored")
final class NoReadAfterClose extends ChannelOutboundHandlerAdapter {
  private boolean closing;

  private NoReadAfterClose() {}

  static <T extends Channel> T guard(T channel) {
    channel.pipeline().addFirst("noReadAfterClose", new NoReadAfterClose());
    return channel;
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    closing = true;
    context.close(promise);
  }

  @Override
  public void read(ChannelHandlerContext context) {
    if (!closing) {
      context.read();
    }
  }
}
