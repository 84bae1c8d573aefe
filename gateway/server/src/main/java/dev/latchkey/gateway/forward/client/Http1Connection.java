// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import dev.latchkey.listener.ReadAhead;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.NetSocket;
import java.net.ProtocolException;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one target: carries one exchange at a time, without pipelining. Its event loop
 * only.
 */
// What becomes of a write or a close is heard from the channel itself.
@SuppressWarnings("FutureReturnValueIgnored")
final class Http1Connection extends ChannelInboundHandlerAdapter {
  /** The name of Vert.x's own handler, which is behind this one. */
  private static final String VERTX = "handler";

  private static final String NAME = "exchanges";

  /** More would be a way to keep a client waiting for ever (RFC 9110, section 15.2). */
  private static final int MOST_INTERIM = 8;

  private static final int MOST_FIELDS = 256;
  private static final int LEAST_STATUS = 100;

  private static final WriteBufferWaterMark UNSENT =
      new WriteBufferWaterMark(16 * 1_024, 32 * 1_024);

  private final ContextInternal loop;
  private final AddressPool pool;
  private final NetSocket socket;
  private final Channel channel;
  private final KeepAlive kept;
  private final Http1Decoder decoder;
  private @Nullable Http1Output output;
  private @Nullable Http1Exchange exchange;
  private @Nullable HttpResponse switching;
  private boolean served;
  private boolean reading;
  private boolean ending;
  private boolean interim;
  private int interims;

  /** Takes over a socket that nothing has been sent over. */
  Http1Connection(
      ContextInternal loop,
      AddressPool pool,
      NetSocket socket,
      Channel channel,
      HttpDecoderConfig bounds,
      KeepAlive kept) {
    this.loop = loop;
    this.pool = pool;
    this.socket = socket;
    this.channel = channel;
    this.kept = kept;
    this.decoder = new Http1Decoder(bounds);
    channel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT);
    ReadAhead.limit(channel);
    channel.pipeline().addBefore(VERTX, Http1Decoder.NAME, decoder).addBefore(VERTX, NAME, this);
    channel.closeFuture().addListener(closed -> pool.closed(this));
  }

  /** Whether an answer came over it before. */
  boolean hasServed() {
    return served;
  }

  boolean isOpen() {
    return channel.isActive();
  }

  KeepAlive kept() {
    return kept;
  }

  /** From now on this is what it is for. */
  void begin(Http1Exchange next) {
    exchange = next;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    output = new Http1Output(added, pool, decoder);
  }

  /** Where its requests are written. */
  Http1Output output() {
    return Objects.requireNonNull(output);
  }

  boolean isFull() {
    return !channel.isWritable();
  }

  void read(boolean on) {
    channel.config().setAutoRead(on);
  }

  void close() {
    channel.close();
  }

  /** Breaks its exchange off, without a word to anybody. */
  void abandon() {
    exchange = null;
    channel.close();
  }

  /** Whether calls wait for a connection like this. */
  boolean isAwaited() {
    return pool.isCrowded();
  }

  /** Goes back to the pool. */
  void giveBack() {
    exchange = null;
    if (channel.isActive()) {
      pool.free(this);
    }
  }

  /** Both messages have come to their end. What came with the last byte is looked at first. */
  void finished() {
    exchange = null;
    if (!kept.isKept()) {
      channel.close();
      return;
    }
    read(true);
    ending = reading;
    if (!reading) {
      pool.free(this);
    }
  }

  /** Leaves the socket to somebody else, with what was read too far. */
  NetSocket release() {
    exchange = null;
    socket.pause();
    channel.pipeline().remove(this);
    channel.pipeline().remove(decoder);
    read(true);
    return socket;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof HttpObject decoded)) {
      context.fireChannelRead(message);
      return;
    }
    reading = true;
    ContextInternal before = loop.beginDispatch();
    try {
      received(decoded);
    } catch (RuntimeException defect) {
      fail(defect);
    } finally {
      loop.endDispatch(before);
    }
  }

  private void received(HttpObject decoded) {
    Http1Exchange current = exchange;
    if (current == null) {
      ReferenceCountUtil.release(decoded);
      return;
    }
    if (decoded.decoderResult().isFailure()) {
      ReferenceCountUtil.release(decoded);
      fail(decoded.decoderResult().cause());
      return;
    }
    if (decoded instanceof HttpResponse head) {
      head(current, head);
    }
    if (decoded instanceof HttpContent content) {
      content(current, content);
    }
  }

  private void head(Http1Exchange current, HttpResponse head) {
    if (!isSpoken(head)) {
      fail(new ProtocolException("not an answer in HTTP/1"));
      return;
    }
    if (head.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
      switching = head;
      return;
    }
    interim = head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    if (interim) {
      if (++interims > MOST_INTERIM) {
        fail(new ProtocolException("interim answers without end"));
      }
      return;
    }
    interims = 0;
    kept.after(head, HttpUtil.isKeepAlive(head));
    current.answered(head);
  }

  private static boolean isSpoken(HttpResponse head) {
    HttpVersion version = head.protocolVersion();
    return (version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0))
        && head.status().code() >= LEAST_STATUS
        && head.headers().size() <= MOST_FIELDS;
  }

  private void content(Http1Exchange current, HttpContent content) {
    HttpResponse head = switching;
    if (head != null) {
      switching = null;
      current.switched(head);
      return;
    }
    if (interim || exchange != current) {
      content.release();
      return;
    }
    boolean last = content instanceof LastHttpContent;
    Buffer piece = null;
    if (content.content().isReadable()) {
      piece = BufferInternal.safeBuffer(content.content());
    } else {
      content.release();
    }
    if (last) {
      served = true;
    }
    current.received(piece, last ? ((LastHttpContent) content).trailingHeaders() : null);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    reading = false;
    if (ending) {
      ending = false;
      loop.dispatch(this::giveBack);
    }
    context.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    Http1Exchange current = exchange;
    if (current != null && channel.isWritable()) {
      loop.dispatch(current::drained);
    }
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    loop.dispatch(() -> fail(new ClosedChannelException()));
    context.fireChannelInactive();
  }

  /** Each exchange hears of its own failure; an upstream must not be able to fill our log. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    loop.dispatch(() -> fail(cause));
  }

  private void fail(Throwable cause) {
    Http1Exchange broken = exchange;
    exchange = null;
    channel.close();
    if (broken != null) {
      broken.broken(cause);
    }
  }
}
