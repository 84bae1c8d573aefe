// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Counts the requests of an HTTP/1 connection that are not answered to the end. The first that is
 * broken is the last: whatever decoder and guard make of the bytes behind it would get an answer
 * that nobody asked for. Between codec and server; one per connection, its event loop only.
 */
// What becomes of a write is heard from its own promise.
@SuppressWarnings("FutureReturnValueIgnored")
final class AnswersDue extends ChannelDuplexHandler {
  /** The name of this handler. */
  static final String NAME = "answersDue";

  private int due;
  private boolean broken;

  /** Whether a request waits for its answer, or for the rest of it. */
  boolean any() {
    return due > 0;
  }

  /** Whether a request waits behind the one that is being answered. */
  boolean several() {
    return due > 1;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (broken) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof HttpRequest) {
      due++;
    }
    broken = message instanceof HttpObject part && part.decoderResult().isFailure();
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof LastHttpContent && !isInterim(message)) {
      due--;
    }
    context.write(message, promise);
  }

  private static boolean isInterim(Object message) {
    return message instanceof HttpResponse head
        && head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }
}
