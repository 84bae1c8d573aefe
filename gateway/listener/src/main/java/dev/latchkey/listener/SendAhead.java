// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Keeps the kernel from taking much more than the network carries. Left alone it takes up to four
 * megabytes for a client, and says nothing of its progress until a third of them is gone: a steady
 * but slow reader would seem to stand still for minutes, and each would pin that memory. What is
 * bounded is what has not been sent: however long the way, it is as fast as before.
 */
final class SendAhead {
  private static final long UNSENT_BYTES = 256 * 1_024;

  /** Of the native transports, by their names: other transports have nothing like it. */
  private static final ChannelOption<Long> EPOLL =
      ChannelOption.valueOf("io.netty.channel.epoll.EpollChannelOption#TCP_NOTSENT_LOWAT");

  private static final ChannelOption<Long> IO_URING =
      ChannelOption.valueOf("io.netty.channel.uring.IoUringChannelOption#TCP_NOTSENT_LOWAT");

  private SendAhead() {}

  /** For a connection with a client, before anything is sent on it. */
  static void limit(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      limit(base.channel());
    }
  }

  /** Whether the transport of this channel can do it; a channel ignores what it does not know. */
  static boolean limit(Channel channel) {
    return channel.config().setOption(IO_URING, UNSENT_BYTES)
        || channel.config().setOption(EPOLL, UNSENT_BYTES);
  }
}
