// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.forward.upstream.ClientSettings;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Knows how much of the current answer a connection has received, and whether that was all of it.
 *
 * <p>When a backend closes while its answer is held back for a slow client, Vert.x reports the
 * close first and never the answer's end. This tells an answer that is whole from one that broke
 * off. One per connection, in front of Vert.x's own handler; its event loop only.
 */
// What becomes of a write or a close is heard from the channel itself.
@SuppressWarnings("FutureReturnValueIgnored")
final class AnswerMeter extends ChannelInboundHandlerAdapter {
  private static final String VERTX = "handler";
  private static final String NAME = "answer-meter";
  private static final String TIMEOUT = "timeout=";
  private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
  private static final int LONG = 100_000;

  /** More would be a way to keep a client waiting for ever (RFC 9110, section 15.2). */
  private static final int MOST_INTERIM = 8;

  private static final int MOST_FIELDS = 256;

  private final int keepAliveSeconds;
  private final AnswerCodec.@Nullable Encoder encoder;
  private long received;
  private boolean whole;
  private boolean served;
  private int interim;

  private AnswerMeter(int keepAliveSeconds, AnswerCodec.@Nullable Encoder encoder) {
    this.keepAliveSeconds = keepAliveSeconds;
    this.encoder = encoder;
  }

  /**
   * Puts a meter into a new connection.
   *
   * @param keepAliveSeconds how long it may be unused
   */
  static void install(HttpConnection connection, int keepAliveSeconds) {
    if (connection instanceof ConnectionBase base) {
      ChannelPipeline pipeline = base.channel().pipeline();
      AnswerCodec.Encoder encoder = AnswerCodec.install(pipeline, ClientSettings.answers());
      pipeline.addBefore(VERTX, NAME, new AnswerMeter(keepAliveSeconds, encoder));
    }
  }

  /** Whether an answer came over this connection before, so that it was idle in between. */
  static boolean hasServed(HttpConnection connection) {
    AnswerMeter meter = of(connection);
    return meter != null && meter.served;
  }

  /** The meter of the connection that this answer comes over. */
  static @Nullable AnswerMeter of(HttpClientResponse answer) {
    return of(answer.request().connection());
  }

  private static @Nullable AnswerMeter of(HttpConnection connection) {
    return connection instanceof ConnectionBase base
        ? base.channel().pipeline().get(AnswerMeter.class)
        : null;
  }

  /**
   * Gives a request its fields: straight to the encoder where the connection has ours, and where
   * nothing is among them that Vert.x has a word in, else by Vert.x. Right before it is sent.
   *
   * @param fields of its own, checked when they were added
   */
  static void giveFields(HttpClientRequest request, MultiMap fields) {
    AnswerMeter meter = of(request.connection());
    AnswerCodec.Encoder encoder = meter == null ? null : meter.encoder;
    boolean plain =
        fields instanceof HttpHeaders
            && !fields.contains(HttpHeaderNames.HOST)
            && !fields.contains(HttpHeaderNames.TRANSFER_ENCODING);
    if (encoder != null) {
      encoder.fields(plain ? (HttpHeaders) fields : null);
    }
    if (encoder == null || !plain) {
      request.headers().setAll(fields);
      return;
    }
    String length = fields.get(HttpHeaderNames.CONTENT_LENGTH);
    if (length != null) {
      // Vert.x sends no body without having seen its length.
      fields.remove(HttpHeaderNames.CONTENT_LENGTH);
      request.headers().set(HttpHeaderNames.CONTENT_LENGTH, length);
    }
  }

  /** Whether an answer of exactly this many bytes was received to its end. */
  boolean isWhole(long bytes) {
    return whole && received == bytes;
  }

  /** Whether all of the answer was received, handed on or not. */
  boolean isWhole() {
    return whole;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpResponse head && !begin(head)) {
      ReferenceCountUtil.release(message);
      context.fireExceptionCaught(new ProtocolException("an answer beyond all bounds"));
      context.close();
      return;
    }
    if (message instanceof HttpContent content) {
      received += content.content().readableBytes();
      whole = message instanceof LastHttpContent && content.decoderResult().isSuccess();
      served |= whole && interim == 0;
    }
    context.fireChannelRead(message);
  }

  /** Whether this head may pass. */
  private boolean begin(HttpResponse head) {
    received = 0;
    whole = false;
    interim = head.status().codeClass() == HttpStatusClass.INFORMATIONAL ? interim + 1 : 0;
    HttpHeaders fields = head.headers();
    String theirs = fields.get(KEEP_ALIVE);
    if (theirs != null) {
      fields.set(KEEP_ALIVE, "timeout=" + keptFor(theirs));
    }
    return interim <= MOST_INTERIM && fields.size() <= MOST_FIELDS;
  }

  /** Shorter than the backend keeps it, and than we do: Vert.x believes whatever stands there. */
  private int keptFor(String theirs) {
    int seconds = 0;
    int at = theirs.indexOf(TIMEOUT);
    for (int i = at + TIMEOUT.length(); at >= 0 && i < theirs.length() && seconds < LONG; i++) {
      char c = theirs.charAt(i);
      if (c < '0' || c > '9') {
        break;
      }
      seconds = 10 * seconds + (c - '0');
    }
    return seconds == 0 ? keepAliveSeconds : Math.max(1, Math.min(keepAliveSeconds, seconds - 1));
  }
}
