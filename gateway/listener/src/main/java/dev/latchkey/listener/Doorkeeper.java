// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;

/**
 * Stands before what Vert.x makes of an accepted connection: one that is not admitted gets no
 * further, and none has done a step of its handshake by then. One per listener.
 */
final class Doorkeeper extends ChannelInitializer<Channel> {
  private final ConnectionWatch watch;
  private final ChannelHandler inside;

  Doorkeeper(ConnectionWatch watch, ChannelHandler inside) {
    this.watch = watch;
    this.inside = inside;
  }

  @Override
  protected void initChannel(Channel channel) {
    if (watch.admit(channel)) {
      NoReadAfterClose.guard(WritesAtTurnsEnd.on(channel)).pipeline().addLast(inside);
    }
  }
}
