// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of the HTTP/1 decoder and refuses what can be read in two ways, while the
 * evidence is still there. Passes the bytes on as they came, and after the first violation passes
 * nothing on: the request is answered as malformed, in its turn, and the connection closed. One per
 * connection.
 */
// What becomes of a write or a close is heard from the channel itself.
@SuppressWarnings("FutureReturnValueIgnored")
public final class FramingGuard extends ChannelDuplexHandler {
  /** The name of the handler that this one must stand before. */
  static final String DECODER = "httpDecoder";

  /** The name of this handler. */
  static final String NAME = "framingGuard";

  /** Where a connection is with what its client sends. */
  enum Phase {
    BETWEEN,
    HEAD,
    BODY,
    /** Nothing is read any more. */
    OVER
  }

  private final Framing framing;
  private final LingeringClose farewell = new LingeringClose(LingeringClose.USUAL_MILLIS);
  private @Nullable ChannelHandlerContext context;
  private boolean refused;

  /** A line that has not ended, of which {@link #searched} bytes hold no line feed. */
  private @Nullable ByteBuf partial;

  private int searched;

  FramingGuard(Bounds bounds) {
    this.framing = new Framing(bounds);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  Phase phase() {
    if (refused || context == null) {
      return Phase.OVER;
    }
    if (framing.isInBody()) {
      return Phase.BODY;
    }
    return framing.isBetween() && partial == null ? Phase.BETWEEN : Phase.HEAD;
  }

  /** Messages that came to their end. */
  int messages() {
    return framing.messages();
  }

  /** Bytes of bodies so far. */
  long bodyBytes() {
    return framing.bodyBytes();
  }

  /** Whether no head has come to its end yet. */
  boolean isUnused() {
    return framing.messages() == 0 && phase() != Phase.BODY;
  }

  /** Refuses what has come of the present message, because the rest of it takes too long. */
  void expire() {
    ChannelHandlerContext ctx = context;
    if (ctx != null && !refused) {
      ReferenceCountUtil.release(partial);
      partial = null;
      refuse(ctx, framing.isInBody(), MalformedRequestException.slow());
    }
  }

  /** Whether nothing has come since the last whole message. */
  boolean isBetweenMessages() {
    return phase() == Phase.BETWEEN;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      ctx.fireChannelRead(message);
      return;
    }
    if (refused) {
      bytes.release();
      return;
    }
    boolean joined = partial != null;
    ByteBuf all = joined(bytes);
    int known = searched;
    searched = 0;
    try {
      pass(ctx, all, framing.scan(all, known), joined);
    } catch (MalformedRequestException violation) {
      refuse(ctx, all, violation);
    }
  }

  /**
   * Puts what was left of an unfinished line before what has come now, in one piece: a line that
   * comes byte by byte costs no more than one that comes at once.
   */
  private ByteBuf joined(ByteBuf bytes) {
    ByteBuf rest = partial;
    if (rest == null) {
      return bytes;
    }
    partial = null;
    try {
      return rest.writeBytes(bytes);
    } finally {
      bytes.release();
    }
  }

  /** The rest of a line waits here until it is whole, so that no half line is interpreted. */
  private void pass(ChannelHandlerContext ctx, ByteBuf all, int good, boolean joined) {
    int rest = all.writerIndex() - good;
    if (rest == 0) {
      ctx.fireChannelRead(all);
      return;
    }
    searched = rest;
    if (joined && good == all.readerIndex()) {
      partial = all;
      return;
    }
    partial = ctx.alloc().buffer(rest).writeBytes(all, good, rest);
    all.writerIndex(good);
    if (all.isReadable()) {
      ctx.fireChannelRead(all);
    } else {
      all.release();
    }
  }

  /**
   * Hands the violation to the server as if the decoder had found it, after the messages before it.
   * What the decoder already has of this message stays unfinished for ever.
   */
  private void refuse(ChannelHandlerContext ctx, ByteBuf all, MalformedRequestException violation) {
    int begun = framing.begun();
    if (begun > all.readerIndex()) {
      ctx.fireChannelRead(all.writerIndex(begun));
    } else {
      all.release();
    }
    refuse(ctx, framing.isInBody() && begun == Framing.EARLIER, violation);
  }

  private void refuse(
      ChannelHandlerContext ctx, boolean headWasPassed, MalformedRequestException violation) {
    refused = true;
    HttpObject failed =
        headWasPassed
            ? new DefaultHttpContent(Unpooled.EMPTY_BUFFER)
            : new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
    failed.setDecoderResult(DecoderResult.failure(violation));
    ChannelHandlerContext decoder = ctx.pipeline().context(DECODER);
    if (decoder != null) {
      decoder.fireChannelRead(failed);
    }
  }

  /** After a violation the client may be in the middle of what it has to say. */
  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (refused) {
      farewell.close(ctx, promise);
    } else {
      ctx.close(promise);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    ReferenceCountUtil.release(partial);
    partial = null;
    context = null;
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    handlerRemoved(ctx);
    ctx.fireChannelInactive();
  }
}
