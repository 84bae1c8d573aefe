// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerOptions;

/**
 * Whatever the guard passes on, the decoder behind it reads in the same way: as many messages, with
 * as many bytes of body, unless it refuses them itself; and it makes no difference where the bytes
 * were cut. The first byte says where to cut.
 */
public final class FramingFuzz {
  private FramingFuzz() {}

  /** One input. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int cut = input[0] & 0xFF;
    Reading whole = read(input, input.length);
    Reading cutUp = read(input, 1 + cut % 64);
    if (!whole.equals(cutUp)) {
      throw new AssertionError("cut up it is read as " + cutUp + ", whole as " + whole);
    }
  }

  /** What came out behind the decoder. */
  private record Reading(int messages, long bodyBytes, boolean refused) {}

  private static Reading read(byte[] input, int piece) {
    FramingGuard guard = new FramingGuard(Bounds.CALLS);
    Behind behind = new Behind();
    EmbeddedChannel channel = new EmbeddedChannel();
    channel
        .pipeline()
        .addLast(FramingGuard.DECODER, new RequestDecoder(new HttpServerOptions()))
        .addLast(behind)
        .addBefore(FramingGuard.DECODER, "guard", guard);
    for (int i = 1; i < input.length; i += piece) {
      channel.writeInbound(Unpooled.copiedBuffer(input, i, Math.min(piece, input.length - i)));
    }
    int messages = guard.messages();
    boolean refused = behind.refused || guard.phase() == FramingGuard.Phase.OVER;
    if (!behind.refusedByDecoder() && behind.messages != messages) {
      throw new AssertionError(messages + " messages passed, " + behind.messages + " read");
    }
    if (!refused && behind.bodyBytes != guard.bodyBytes()) {
      throw new AssertionError(guard.bodyBytes() + " bytes passed, " + behind.bodyBytes + " read");
    }
    channel.finishAndReleaseAll();
    return new Reading(behind.messages, behind.wholeBytes, refused);
  }

  private static final class Behind extends ChannelInboundHandlerAdapter {
    private int messages;
    private long bodyBytes;
    private long wholeBytes;
    private boolean refused;
    private boolean byGuard;

    boolean refusedByDecoder() {
      return refused && !byGuard;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      HttpObject object = (HttpObject) message;
      if (object.decoderResult().isFailure()) {
        byGuard |= !refused && object.decoderResult().cause() instanceof MalformedRequestException;
        refused = true;
      } else if (!refused) {
        count(object);
      }
      ReferenceCountUtil.release(message);
    }

    private void count(HttpObject object) {
      if (object instanceof HttpContent content) {
        bodyBytes += content.content().readableBytes();
      }
      if (object instanceof LastHttpContent) {
        messages++;
        wholeBytes = bodyBytes;
      }
    }
  }
}
