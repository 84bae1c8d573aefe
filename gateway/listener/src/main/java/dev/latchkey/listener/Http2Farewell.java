// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import java.util.function.BooleanSupplier;

/**
 * Tells a client of HTTP/2 to open no more streams on its connection, while it may still have sent
 * some: those are served. The word on which was the last comes when the listener shuts down (RFC
 * 9113, section 6.8). One per connection; its event loop only.
 */
// What becomes of the write is heard from the channel itself.
@SuppressWarnings("FutureReturnValueIgnored")
final class Http2Farewell {
  private final Http2ConnectionHandler http2;
  private final ChannelHandlerContext context;
  private final BooleanSupplier due;
  private boolean said;

  /**
   * @param due whether clients are asked to come back on other connections
   */
  Http2Farewell(Http2ConnectionHandler http2, ChannelHandlerContext context, BooleanSupplier due) {
    this.http2 = http2;
    this.context = context;
    this.due = due;
  }

  void sayIfDue() {
    if (due.getAsBoolean()) {
      say();
    }
  }

  /** Past the codec's own state, which is for the last word only. */
  void say() {
    if (said || http2.connection().goAwaySent()) {
      return;
    }
    said = true;
    http2
        .encoder()
        .frameWriter()
        .writeGoAway(
            context,
            Integer.MAX_VALUE,
            Http2Error.NO_ERROR.code(),
            Unpooled.EMPTY_BUFFER,
            context.newPromise());
    context.flush();
  }
}
