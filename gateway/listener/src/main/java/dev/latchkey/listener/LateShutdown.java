// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.net.impl.ShutdownEvent;
import java.util.concurrent.TimeUnit;

/**
 * Lets connections live a little longer than their listener. When a server shuts down, Vert.x
 * closes idle HTTP/1 connections at once and reads nothing more, although a request may be on the
 * wire, or its connection just accepted; HTTP/2 streams that are on the wire it never looks at.
 * With this in front, such requests are still answered. Whoever is not even through its handshake
 * by then is not waited for. One per connection.
 */
final class LateShutdown extends ChannelInboundHandlerAdapter {
  /** For what was sent before the client could know. */
  static final long LINGER_MILLIS = 250;

  private final Watched watched;

  LateShutdown(Watched watched) {
    this.watched = watched;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ShutdownEvent) {
      var unused =
          context
              .executor()
              .schedule(() -> passOn(context, event), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  private void passOn(ChannelHandlerContext context, Object event) {
    if (watched.isNew()) {
      watched.drop();
    } else {
      context.fireUserEventTriggered(event);
    }
  }
}
