// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.stream.ChunkedWriteHandler;

/**
 * Takes out what Vert.x writes files by where the transport cannot, as io_uring: none is ever sent,
 * and every write and flush would pass through it. On the connection's event loop.
 */
public final class NoFiles {
  private NoFiles() {}

  /** Says that nothing but buffers will be written to this pipeline. */
  public static void on(ChannelPipeline pipeline) {
    if (pipeline.get(ChunkedWriteHandler.class) != null) {
      pipeline.remove(ChunkedWriteHandler.class);
    }
  }
}
