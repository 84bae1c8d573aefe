// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import dev.latchkey.listener.NoFiles;
import dev.latchkey.listener.ReadAhead;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.NetSocket;
import java.net.ProtocolException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one target: carries one exchange at a time, without pipelining. Its event loop
 * only.
 */
// What becomes of a write or a close is heard from the channel itself.
@SuppressWarnings("FutureReturnValueIgnored")
final class Http1Connection extends ByteToMessageDecoder implements AnswerSink {
  /** The name of Vert.x's own handler, which is behind this one. */
  private static final String VERTX = "handler";

  private static final String NAME = "exchanges";

  private static final WriteBufferWaterMark UNSENT =
      new WriteBufferWaterMark(16 * 1_024, 32 * 1_024);

  private final ContextInternal loop;
  private final AddressPool pool;
  private final NetSocket socket;
  private final Channel channel;
  private final KeepAlive kept;
  private final AnswerParser parser;
  private final Runnable givingBack = this::giveBack;
  private @Nullable Http1Output output;
  private @Nullable Http1Exchange exchange;
  private boolean served;
  private boolean reading;
  private boolean ending;

  /** Takes over a socket that nothing has been sent over. */
  Http1Connection(
      ContextInternal loop,
      AddressPool pool,
      NetSocket socket,
      Channel channel,
      HeadReader heads,
      KeepAlive kept) {
    this.loop = loop;
    this.pool = pool;
    this.socket = socket;
    this.channel = channel;
    this.kept = kept;
    this.parser = new AnswerParser(heads, this);
    channel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT);
    ReadAhead.limit(channel);
    channel.pipeline().addBefore(VERTX, NAME, this);
    NoFiles.on(channel.pipeline());
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
    output = new Http1Output(added, pool, parser);
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
    if (!kept.isKept() || !channel.isActive()) {
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
    read(true);
    return socket;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    reading = true;
    ContextInternal before = loop.beginDispatch();
    try {
      super.channelRead(context, message);
    } finally {
      loop.endDispatch(before);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    try {
      parser.read(in);
    } catch (ProtocolException | RuntimeException broken) {
      in.skipBytes(in.readableBytes());
      fail(broken);
    }
  }

  @Override
  protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    loop.dispatch(
        () -> {
          decode(context, in, out);
          parser.closed();
          fail(new ClosedChannelException());
        });
  }

  @Override
  public void answered(AnswerHead head) {
    kept.after(head);
    if (exchange != null) {
      exchange.answered(head);
    }
  }

  @Override
  public void switched(AnswerHead head) {
    if (exchange != null) {
      exchange.switched(head);
    }
  }

  @Override
  public void piece(ByteBuf piece) {
    if (exchange == null) {
      piece.release();
    } else {
      exchange.received(BufferInternal.safeBuffer(piece));
    }
  }

  @Override
  public void ended(Fields trailers) {
    served = true;
    if (exchange != null) {
      exchange.received(trailers);
    }
  }

  /** Nothing is read that was not asked for: what is paused stays so. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    discardSomeReadBytes();
    reading = false;
    if (ending) {
      ending = false;
      loop.dispatch(givingBack);
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
