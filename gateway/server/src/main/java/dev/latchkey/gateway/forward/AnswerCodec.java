// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.ProtocolException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers one by one, each to a request that was sent. Netty's own codec keeps bytes that
 * nobody asked for, and reads them as the beginning of the next answer; here they end the
 * connection. Takes the place of Vert.x's codec, under its name. One connection, its event loop.
 */
// What becomes of a write or a close is heard from the channel itself.
@SuppressWarnings("FutureReturnValueIgnored")
final class AnswerCodec
    extends CombinedChannelDuplexHandler<AnswerCodec.Decoder, AnswerCodec.Encoder> {
  private static final String CODEC = "codec";

  private AnswerCodec(HttpDecoderConfig bounds) {
    Decoder decoder = new Decoder(bounds);
    init(decoder, new Encoder(decoder));
  }

  /** Does nothing, and gives back null, on a connection that does not speak HTTP/1. */
  static @Nullable Encoder install(ChannelPipeline pipeline, HttpDecoderConfig bounds) {
    if (!(pipeline.get(CODEC) instanceof HttpClientCodec)) {
      return null;
    }
    AnswerCodec codec = new AnswerCodec(bounds);
    pipeline.replace(CODEC, CODEC, codec);
    return codec.outboundHandler();
  }

  /**
   * Tells the decoder what was asked. Takes the fields of a head as they were made: Vert.x copies
   * them into another map first, name by name, and checks each a second time.
   */
  static final class Encoder extends HttpRequestEncoder {
    private final Decoder decoder;
    private @Nullable HttpHeaders fields;

    Encoder(Decoder decoder) {
      this.decoder = decoder;
    }

    @Override
    protected void encode(ChannelHandlerContext context, Object message, List<Object> out)
        throws Exception {
      if (message instanceof HttpRequest request) {
        decoder.asked(request.method());
      }
      super.encode(context, message, out);
    }

    /**
     * What the next head says beside the fields of its message; null for nothing. Each call has to
     * say it, for the one before may have given up before its head was written.
     */
    void fields(@Nullable HttpHeaders ofNextHead) {
      fields = ofNextHead;
    }

    @Override
    protected void encodeHeaders(HttpHeaders ofMessage, ByteBuf out) {
      super.encodeHeaders(ofMessage, out);
      HttpHeaders more = fields;
      if (more != null) {
        fields = null;
        super.encodeHeaders(more, out);
      }
    }
  }

  /** Knows whether an answer is due, and to what. */
  static final class Decoder extends HttpResponseDecoder {
    private boolean due;
    private boolean toHead;
    private boolean interim;
    private boolean upgraded;

    Decoder(HttpDecoderConfig bounds) {
      super(bounds);
    }

    void asked(HttpMethod method) {
      due = true;
      toHead = method.equals(HttpMethod.HEAD);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out)
        throws Exception {
      if (upgraded) {
        super.decode(context, bytes, out);
        return;
      }
      if (!due) {
        bytes.skipBytes(bytes.readableBytes());
        context.fireExceptionCaught(new ProtocolException("bytes that nobody asked for"));
        context.close();
        return;
      }
      int before = out.size();
      super.decode(context, bytes, out);
      for (int i = before; i < out.size(); i++) {
        follow(out.get(i));
      }
    }

    private void follow(Object decoded) {
      if (decoded instanceof HttpResponse head) {
        upgraded = head.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
        interim = head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
      }
      if (decoded instanceof LastHttpContent && !interim) {
        due = false;
      }
    }

    /** RFC 9112, section 6.3: whatever its fields say, an answer to HEAD has no body. */
    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
      return super.isContentAlwaysEmpty(message)
          || (toHead && ((HttpResponse) message).status().code() >= 200);
    }
  }
}
