// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import static dev.latchkey.listener.MalformedRequestException.bad;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
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
 * evidence is still there. Follows the framing of every message by its own strict rules, passes the
 * bytes on as they came, and after the first violation passes nothing on: the request is answered
 * as malformed, in its turn, and the connection closed. One per connection.
 */
public final class FramingGuard extends ChannelInboundHandlerAdapter {
  /** The name of the handler that this one must stand before. */
  static final String DECODER = "httpDecoder";

  /** The name of this handler. */
  static final String NAME = "framingGuard";

  private static final byte LF = '\n';
  private static final int EARLIER = -1;

  private enum In {
    HEAD,
    LENGTH,
    CHUNK_LINES,
    CHUNK_DATA,
    REFUSED
  }

  private final Bounds bounds;
  private final RequestHead head;
  private final ChunkedBody chunks = new ChunkedBody();
  private In in = In.HEAD;
  private long remaining;

  /** Where the present message begins in the present buffer, or {@link #EARLIER}. */
  private int begun = EARLIER;

  private @Nullable ByteBuf partial;

  FramingGuard(Bounds bounds) {
    this.bounds = bounds;
    this.head = new RequestHead(bounds);
  }

  /** Whether nothing has come since the last whole message. */
  boolean isBetweenMessages() {
    return in == In.HEAD && !head.isStarted() && partial == null;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      ctx.fireChannelRead(message);
      return;
    }
    if (in == In.REFUSED) {
      bytes.release();
      return;
    }
    ByteBuf all = joined(bytes);
    begun = in == In.HEAD && !head.isStarted() ? all.readerIndex() : EARLIER;
    try {
      pass(ctx, all, scan(all));
    } catch (MalformedRequestException violation) {
      refuse(ctx, all, violation);
    }
  }

  /** Puts what was left of an unfinished line before what has come now. */
  private ByteBuf joined(ByteBuf bytes) {
    ByteBuf rest = partial;
    if (rest == null) {
      return bytes;
    }
    partial = null;
    return Unpooled.wrappedBuffer(rest, bytes);
  }

  /** Follows the framing; returns where an unfinished line begins, or the end. */
  private int scan(ByteBuf all) {
    int at = all.readerIndex();
    int end = all.writerIndex();
    while (at < end) {
      if (in == In.LENGTH || in == In.CHUNK_DATA) {
        long step = Math.min(remaining, end - at);
        remaining -= step;
        at += (int) step;
        if (remaining == 0) {
          bodyPartEnds(at);
        }
        continue;
      }
      int lf = all.indexOf(at, end, LF);
      if (lf < 0) {
        boundLine(at, end);
        return at;
      }
      if (lf == at || all.getByte(lf - 1) != '\r') {
        throw bad("a line that ends in a bare line feed");
      }
      line(all, at, lf - 1, lf + 1);
      at = lf + 1;
    }
    return at;
  }

  private void line(ByteBuf all, int from, int to, int next) {
    if (in == In.HEAD) {
      if (head.line(all, from, to)) {
        headEnds(next);
      }
      return;
    }
    long follows = chunks.line(all, from, to);
    if (follows < 0) {
      nextMessage(next);
    } else if (follows > 0) {
      remaining = follows;
      in = In.CHUNK_DATA;
    }
  }

  private void headEnds(int next) {
    long body = head.bodyLength();
    if (body == RequestHead.NONE) {
      nextMessage(next);
    } else if (body == RequestHead.CHUNKED) {
      chunks.reset();
      in = In.CHUNK_LINES;
    } else {
      remaining = body;
      in = In.LENGTH;
    }
  }

  private void bodyPartEnds(int next) {
    if (in == In.LENGTH) {
      nextMessage(next);
    } else {
      in = In.CHUNK_LINES;
    }
  }

  private void nextMessage(int next) {
    begun = next;
    head.reset();
    in = In.HEAD;
  }

  private void boundLine(int at, int end) {
    if (end - at > bounds.headBytes()) {
      throw new MalformedRequestException(
          in == In.HEAD
              ? MalformedRequestException.Kind.HEADER_TOO_LARGE
              : MalformedRequestException.Kind.BAD_REQUEST,
          "a line without end");
    }
  }

  private void pass(ChannelHandlerContext ctx, ByteBuf all, int good) {
    if (good == all.writerIndex()) {
      ctx.fireChannelRead(all);
      return;
    }
    // The rest of a line waits here until it is whole, so that no half line is interpreted.
    partial = all.retainedSlice(good, all.writerIndex() - good);
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
    boolean headWasPassed = in != In.HEAD && begun == EARLIER;
    in = In.REFUSED;
    ChannelHandlerContext decoder = ctx.pipeline().context(DECODER);
    if (begun > all.readerIndex()) {
      ctx.fireChannelRead(all.writerIndex(begun));
    } else {
      all.release();
    }
    HttpObject refused =
        headWasPassed
            ? new DefaultHttpContent(Unpooled.EMPTY_BUFFER)
            : new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
    refused.setDecoderResult(DecoderResult.failure(violation));
    decoder.fireChannelRead(refused);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    ReferenceCountUtil.release(partial);
    partial = null;
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    handlerRemoved(ctx);
    ctx.fireChannelInactive();
  }
}
