// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.uring.IoUringAdaptiveBufferRingAllocator;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;

/**
 * What io_uring reads into: buffers that all connections of an event loop share. The kernel takes
 * one when bytes are there, so that a connection that waits holds none, and waits by the read
 * itself. Without a ring Netty 4.2.18 polls before it reads: a poll for many reads forgets an
 * upstream's reset that came while nobody read, and a poll for each read may be left behind at a
 * close, which then never reaches the other side. One ring per event loop.
 */
final class ReadRing {
  private static final short GROUP = 1;
  private static final short BUFFERS = 128;
  private static final int SMALLEST_BYTES = 1_024;
  private static final int FIRST_BYTES = 4_096;
  private static final int LARGEST_BYTES = 32_768;

  private ReadRing() {}

  /** Makes what serves an event loop, with a ring of its own. */
  static IoHandlerFactory handlers() {
    IoUringBufferRingConfig ring =
        IoUringBufferRingConfig.builder()
            .bufferGroupId(GROUP)
            .bufferRingSize(BUFFERS)
            .batchSize(BUFFERS)
            .allocator(
                new IoUringAdaptiveBufferRingAllocator(
                    ByteBufAllocator.DEFAULT, SMALLEST_BYTES, FIRST_BYTES, LARGEST_BYTES))
            .build();
    return IoUringIoHandler.newFactory(new IoUringIoHandlerConfig().setBufferRingConfig(ring));
  }

  /** Has the connections that a server accepts read into the ring. */
  static void use(ServerBootstrap server) {
    server.childOption(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, GROUP);
  }

  /** Has a client's connections read into the ring. */
  static void use(Bootstrap client) {
    client.option(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, GROUP);
  }
}
