// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import dev.latchkey.config.ClientCertificates;
import dev.latchkey.config.ListenAddress;
import dev.latchkey.config.TlsConfig;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Makes HTTP servers with safe bounds and the guard in place. */
public final class Listeners {
  /**
   * The size of the pieces that bodies are passed on in. Queues on the way hold sixteen pieces
   * each, so this bounds, in bytes, what one slow reader makes us hold: less than 256 KiB.
   */
  public static final int PIECE_BYTES = 4 * 1_024;

  /** The name of the handler that is Vert.x's server. */
  private static final String VERTX = "handler";

  private static final int DECODER_BUFFER = 1_024;

  /** What all streams of one connection may have sent and we have not passed on yet. */
  private static final int HTTP2_WINDOW_BYTES = 256 * 1_024;

  private Listeners() {}

  /**
   * A server that is not yet listening. Without certificates it speaks plain HTTP/1; with them TLS
   * alone, and HTTP/2 where the bounds have room for it.
   *
   * @param address port 0 for any free one
   * @param certificates chosen by SNI; the first is the default
   * @param clients which certificates clients show; null for none
   * @param watch of this listener alone, whichever event loops it runs on
   */
  public static HttpServer create(
      Vertx vertx,
      ListenAddress address,
      List<TlsConfig> certificates,
      @Nullable ClientCertificates clients,
      Bounds bounds,
      ConnectionWatch watch) {
    HttpServerOptions options = options(address, bounds, watch.census().number());
    if (!certificates.isEmpty()) {
      secure(options, bounds);
      TlsOptions.server(options.getSslOptions(), files(certificates), clients);
    }
    WatchedTransport.of(vertx).watch(options, watch);
    return vertx
        .createHttpServer(options)
        .connectionHandler(made -> prepare(made, options, bounds, watch::isLeaving));
  }

  private static void prepare(
      HttpConnection connection,
      HttpServerOptions options,
      Bounds bounds,
      BooleanSupplier leaving) {
    ReadAhead.limit(connection);
    SendAhead.limit(connection);
    // A cast to an inside of Vert.x: its public API does not show the channel.
    Channel channel = connection instanceof ConnectionBase base ? base.channel() : null;
    Watched watched = channel == null ? null : Watched.of(channel);
    if (channel == null || watched == null) {
      connection.close();
      return;
    }
    ChannelHandlerContext http2 = channel.pipeline().context(Http2ConnectionHandler.class);
    watched.begin(
        http2 == null
            ? http1(connection, channel, options, bounds)
            : http2(connection, http2, bounds, leaving));
  }

  private static Talk http1(
      HttpConnection connection, Channel channel, HttpServerOptions options, Bounds bounds) {
    ChannelPipeline pipeline = channel.pipeline();
    FramingGuard guard = new FramingGuard(bounds);
    AnswersDue due = new AnswersDue();
    pipeline.replace(FramingGuard.DECODER, FramingGuard.DECODER, new RequestDecoder(options));
    pipeline.addBefore(FramingGuard.DECODER, FramingGuard.NAME, guard);
    pipeline.addBefore(VERTX, AnswersDue.NAME, due);
    HalfClose.allow(channel);
    NoFiles.on(pipeline);
    return new Talk(connection::close, guard, null, null, due::any);
  }

  private static Talk http2(
      HttpConnection connection,
      ChannelHandlerContext context,
      Bounds bounds,
      BooleanSupplier leaving) {
    Http2ConnectionHandler http2 = (Http2ConnectionHandler) context.handler();
    Http2Farewell farewell = new Http2Farewell(http2, context, leaving);
    Http2Guard guard =
        new Http2Guard(
            http2.decoder().frameListener(), connection, bounds, farewell, System::nanoTime);
    http2.decoder().frameListener(guard);
    return new Talk(
        connection::close, null, guard, farewell, () -> http2.connection().numActiveStreams() > 0);
  }

  /**
   * The address of the client at the other end of a connection: one text for all its requests.
   *
   * @return null where nobody watches the connection
   */
  public static @Nullable String clientAddress(HttpConnection connection) {
    Watched watched = connection instanceof ConnectionBase base ? Watched.of(base.channel()) : null;
    return watched == null ? null : watched.address();
  }

  /**
   * Takes the guard off a connection that is about to carry something else than HTTP. On the
   * connection's event loop.
   *
   * @return false where the client has sent more than its request already; nothing is changed then
   */
  public static boolean release(HttpConnection connection) {
    if (!(connection instanceof ConnectionBase base)) {
      return false;
    }
    ChannelPipeline pipeline = base.channel().pipeline();
    FramingGuard guard = pipeline.get(FramingGuard.class);
    AnswersDue due = pipeline.get(AnswersDue.class);
    if (guard == null || due == null || !guard.isBetweenMessages() || due.several()) {
      return false;
    }
    pipeline.remove(guard);
    return true;
  }

  private static HttpServerOptions options(ListenAddress address, Bounds bounds, int listener) {
    return new HttpServerOptions()
        .setHost(address.host())
        // Below zero: any free port, but the same one for all that say the same number.
        .setPort(address.port() == 0 ? -listener : address.port())
        // The guard needs the HTTP/1 decoder from the first byte on, and nobody needs h2c.
        .setHttp2ClearTextEnabled(false)
        .setMaxInitialLineLength(bounds.targetBytes())
        .setMaxHeaderSize(bounds.headBytes())
        .setMaxChunkSize(PIECE_BYTES)
        .setDecoderInitialBufferSize(DECODER_BUFFER)
        .setHandle100ContinueAutomatically(false)
        .setDecompressionSupported(false)
        .setCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setTcpNoDelay(true);
  }

  private static void secure(HttpServerOptions options, Bounds bounds) {
    boolean http2 = bounds.streams() > 0;
    options
        .setSsl(true)
        .setSni(true)
        .setSslEngineOptions(TlsOptions.engine())
        .setUseAlpn(true)
        .setAlpnVersions(
            http2
                ? List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1)
                : List.of(HttpVersion.HTTP_1_1))
        .setInitialSettings(
            new Http2Settings()
                .setMaxConcurrentStreams(Math.max(1, bounds.streams()))
                .setMaxHeaderListSize(bounds.headBytes()))
        .setHttp2ConnectionWindowSize(HTTP2_WINDOW_BYTES);
  }

  private static PemKeyCertOptions files(List<TlsConfig> certificates) {
    PemKeyCertOptions files = new PemKeyCertOptions();
    for (TlsConfig pair : certificates) {
      files.addCertPath(pair.certificate().toString());
      files.addKeyPath(pair.key().toString());
    }
    return files;
  }
}
