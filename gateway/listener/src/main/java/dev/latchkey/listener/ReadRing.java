// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.bootstrap.AbstractBootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.uring.IoUringAdaptiveBufferRingAllocator;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;

/**
 * What io_uring reads into: buffers that all connections of an event loop share. The kernel takes
 * one when bytes are there, so that a connection that waits holds none, and waits by the read
 * itself, not by a poll before it. One ring per event loop.
 */
final class ReadRing {
  private static final short GROUP = 1;
  private static final short BUFFERS = 128;
  private static final int SMALLEST = 1_024;
  private static final int FIRST = 4_096;
  private static final int LARGEST = 32_768;

  private ReadRing() {}

  /** Event loops with a ring each. */
  static IoHandlerFactory handlers() {
    return IoUringIoHandler.newFactory(
        new IoUringIoHandlerConfig()
            .setBufferRingConfig(
                IoUringBufferRingConfig.builder()
                    .bufferGroupId(GROUP)
                    .bufferRingSize(BUFFERS)
                    .batchSize(BUFFERS)
                    .allocator(
                        new IoUringAdaptiveBufferRingAllocator(
                            io.netty.buffer.ByteBufAllocator.DEFAULT, SMALLEST, FIRST, LARGEST))
                    .build()));
  }

  /** Has the connections that these accept read into the ring. */
  static void use(ServerBootstrap servers) {
    servers.childOption(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, GROUP);
  }

  /** Has these connections read into the ring. */
  static void use(AbstractBootstrap<?, ?> clients) {
    clients.option(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, GROUP);
  }
}
