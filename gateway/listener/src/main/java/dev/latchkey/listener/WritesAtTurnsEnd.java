// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.flush.FlushConsolidationHandler;

/**
 * Has what a turn of the event loop writes handed to the kernel when everything that came has been
 * looked at, one connection after another: the processor changes less often between our code and
 * the kernel's. For epoll, where each write is a system call; io_uring gathers them anyway.
 */
final class WritesAtTurnsEnd {
  private WritesAtTurnsEnd() {}

  /** For a connection that nothing else stands before. */
  static <T extends Channel> T on(T channel) {
    if (channel instanceof EpollSocketChannel) {
      channel
          .pipeline()
          .addFirst(
              "writesAtTurnsEnd",
              new FlushConsolidationHandler(
                  FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES, true));
    }
    return channel;
  }
}
