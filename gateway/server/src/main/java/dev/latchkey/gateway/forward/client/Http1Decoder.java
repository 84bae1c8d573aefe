// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.ProtocolException;
import java.util.List;

/**
 * Reads answers one by one, each to a request that was sent: knows whether an answer is due, and to
 * what. Netty's own keeps bytes that nobody asked for, and reads them as the beginning of the next
 * answer; here they end the connection. One connection, its event loop.
 */
// What becomes of a close is heard from the channel itself.
@SuppressWarnings("FutureReturnValueIgnored")
final class Http1Decoder extends HttpResponseDecoder {
  /** The name of this handler. */
  static final String NAME = "decoder";

  private boolean due;
  private boolean toHead;
  private boolean interim;
  private boolean upgraded;

  Http1Decoder(HttpDecoderConfig bounds) {
    super(bounds);
  }

  /**
   * An answer is due.
   *
   * @param head whether it is one to HEAD, and so without a body
   */
  void asked(boolean head) {
    due = true;
    toHead = head;
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
