// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Counts the requests of an HTTP/1 connection that are not answered to the end. The first that is
 * broken is the last: whatever decoder and guard make of the bytes behind it would get an answer
 * that nobody asked for. Between codec and server; one per connection, its event loop only. Tells
 * {@link HalfClose} and {@link WholeAnswers} what concerns them: each handler more is one more that
 * every message has to pass.
 */
// What becomes of a write is heard from its own promise.
@SuppressWarnings("FutureReturnValueIgnored")
final class AnswersDue extends ChannelDuplexHandler {
  /** The name of this handler. */
  static final String NAME = "answersDue";

  private final HalfClose halfClose = new HalfClose(this);
  private @Nullable WholeAnswers wholeAnswers;
  private int due;
  private boolean broken;
  private boolean withinRequest;
  private boolean askedForHead;
  private boolean said;
  private @Nullable Runnable whenNone;

  /** Whether a request waits for its answer, or for the rest of it. */
  boolean any() {
    return due > 0;
  }

  /** Whether a request waits behind the one that is being answered. */
  boolean several() {
    return due > 1;
  }

  /** Whether a request has begun, and not come to its end. */
  boolean isWithinRequest() {
    return withinRequest;
  }

  /** Whether anything of an answer was said since this was asked before. */
  boolean saidMore() {
    boolean more = said;
    said = false;
    return more;
  }

  /** Has this run each time that an answer is over and no other is due. */
  void whenNone(Runnable then) {
    whenNone = then;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    wholeAnswers = WholeAnswers.of(context.pipeline());
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      halfClose.ended(context);
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (broken) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof HttpRequest request) {
      due++;
      withinRequest = true;
      askedForHead |= request.method().equals(HttpMethod.HEAD);
    }
    if (message instanceof LastHttpContent) {
      withinRequest = false;
    }
    broken = message instanceof HttpObject part && part.decoderResult().isFailure();
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (isInterim(message)) {
      context.write(message, promise);
      return;
    }
    said = true;
    boolean last = message instanceof LastHttpContent;
    if (last) {
      due--;
    }
    if (askedForHead || wholeAnswers == null || !wholeAnswers.write(context, message, promise)) {
      context.write(message, promise);
    }
    Runnable then = whenNone;
    if (last && due <= 0 && then != null) {
      then.run();
    }
  }

  private static boolean isInterim(Object message) {
    return message instanceof HttpResponse head
        && head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }
}
