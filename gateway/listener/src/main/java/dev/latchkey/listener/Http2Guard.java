// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.vertx.core.http.HttpConnection;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Between the HTTP/2 decoder and Vert.x: ends connections that keep us busy with frames that ask
 * for nothing, ends connections that are used up, and refuses request heads with more than one
 * reading. What the codec checks itself (names, pseudo-fields, lengths, resets, empty data, HPACK)
 * is not checked again. One per connection; its event loop only.
 */
final class Http2Guard extends Http2FrameListenerDecorator {
  /** Then the client is asked to come back on another connection. */
  static final int STREAMS_PER_CONNECTION = 10_000;

  /** PING, SETTINGS, PRIORITY and unknown frames in one window; a client needs a handful. */
  static final int CONTROL_FRAMES = 1_000;

  /** Window updates in one window before their size matters. */
  static final int WINDOW_UPDATES = 10_000;

  /** Beyond that number they are a flood where they open less than this on the average. */
  private static final int WORTH_AN_UPDATE_BYTES = 1_024;

  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long GOODBYE_SECONDS = 30;

  private final HttpConnection connection;
  private final Http2Farewell farewell;
  private final LongSupplier nanoTime;
  private final Http2RequestHead heads;
  private boolean unused = true;
  private boolean leaving;
  private long windowBegan;
  private int controlFrames;
  private int windowUpdates;
  private long windowBytes;

  Http2Guard(
      Http2FrameListener behind,
      HttpConnection connection,
      Bounds bounds,
      Http2Farewell farewell,
      LongSupplier nanoTime) {
    super(behind);
    this.connection = connection;
    this.farewell = farewell;
    this.nanoTime = nanoTime;
    this.heads = new Http2RequestHead(bounds);
    this.windowBegan = nanoTime.getAsLong();
  }

  /** Whether no stream was opened yet. */
  boolean isUnused() {
    return unused;
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean end)
      throws Http2Exception {
    heads.check(streamId, headers, end);
    super.onHeadersRead(ctx, streamId, headers, padding, end);
    opened(streamId);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int streamId,
      Http2Headers headers,
      int streamDependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean end)
      throws Http2Exception {
    heads.check(streamId, headers, end);
    super.onHeadersRead(ctx, streamId, headers, streamDependency, weight, exclusive, padding, end);
    opened(streamId);
  }

  private void opened(int streamId) {
    unused = false;
    farewell.sayIfDue();
    // Clients number their streams 1, 3, 5 and so on.
    if (!leaving && streamId >= 2 * STREAMS_PER_CONNECTION - 1) {
      leaving = true;
      connection.shutdown(GOODBYE_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Override
  public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
    control();
    super.onPingRead(ctx, data);
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
    control();
    super.onPingAckRead(ctx, data);
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings)
      throws Http2Exception {
    control();
    super.onSettingsRead(ctx, settings);
  }

  @Override
  public void onPriorityRead(
      ChannelHandlerContext ctx, int streamId, int dependency, short weight, boolean exclusive)
      throws Http2Exception {
    control();
    super.onPriorityRead(ctx, streamId, dependency, weight, exclusive);
  }

  @Override
  public void onUnknownFrame(
      ChannelHandlerContext ctx, byte type, int streamId, Http2Flags flags, ByteBuf payload)
      throws Http2Exception {
    control();
    super.onUnknownFrame(ctx, type, streamId, flags, payload);
  }

  @Override
  public void onWindowUpdateRead(ChannelHandlerContext ctx, int streamId, int increment)
      throws Http2Exception {
    turnWindow();
    windowBytes += increment;
    boolean crumbs = windowBytes < (long) ++windowUpdates * WORTH_AN_UPDATE_BYTES;
    if (windowUpdates > WINDOW_UPDATES && crumbs) {
      throw calm("a flood of window updates");
    }
    super.onWindowUpdateRead(ctx, streamId, increment);
  }

  private void control() throws Http2Exception {
    turnWindow();
    if (++controlFrames > CONTROL_FRAMES) {
      throw calm("a flood of control frames");
    }
  }

  private void turnWindow() {
    long now = nanoTime.getAsLong();
    if (now - windowBegan >= WINDOW_NANOS) {
      windowBegan = now;
      controlFrames = 0;
      windowUpdates = 0;
      windowBytes = 0;
    }
  }

  private static Http2Exception calm(String why) {
    return Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, why);
  }
}
