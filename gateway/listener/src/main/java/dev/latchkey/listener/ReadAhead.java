// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.channel.Channel;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Keeps a connection from reading much further than its reader has got. Netty reads a socket up to
 * sixteen times in a row, and only then does Vert.x look whether anybody wants more.
 */
public final class ReadAhead {
  private ReadAhead() {}

  /** Looks after every read. On the connection's event loop. */
  public static void limit(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      limit(base.channel());
    }
  }

  /** Looks after every read. On the channel's event loop. */
  public static void limit(Channel channel) {
    if (channel.config().getRecvByteBufAllocator()
        instanceof MaxMessagesRecvByteBufAllocator reads) {
      reads.maxMessagesPerRead(1);
    }
  }
}
