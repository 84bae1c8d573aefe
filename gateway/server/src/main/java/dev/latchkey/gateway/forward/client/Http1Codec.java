// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
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
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes requests and reads answers one by one, each to a request that was sent. Netty's own codec
 * keeps bytes that nobody asked for, and reads them as the beginning of the next answer; here they
 * end the connection. One connection, its event loop.
 */
// What becomes of a write or a close is heard from the channel itself.
@SuppressWarnings("FutureReturnValueIgnored")
final class Http1Codec
    extends CombinedChannelDuplexHandler<Http1Codec.Decoder, Http1Codec.Encoder> {
  /** The name of this handler. */
  static final String NAME = "codec";

  /**
   * @param authority for Host, where a request's fields do not name one
   */
  Http1Codec(HttpDecoderConfig bounds, String authority) {
    Decoder decoder = new Decoder(bounds);
    init(decoder, new Encoder(decoder, authority));
  }

  /** Tells the decoder what was asked. */
  static final class Encoder extends HttpRequestEncoder {
    private final Decoder decoder;
    private final byte[] host;

    Encoder(Decoder decoder, String authority) {
      this.decoder = decoder;
      this.host = ("Host: " + authority + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    protected void encode(ChannelHandlerContext context, Object message, List<Object> out)
        throws Exception {
      if (message instanceof HttpRequest request) {
        decoder.asked(request.method());
      }
      super.encode(context, message, out);
    }

    /** Host goes first (RFC 9110, section 7.2). */
    @Override
    protected void encodeHeaders(HttpHeaders fields, ByteBuf out) {
      if (!fields.contains(HttpHeaderNames.HOST)) {
        out.writeBytes(host);
      }
      super.encodeHeaders(fields, out);
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
