// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import dev.latchkey.config.ClientCertificates;
import dev.latchkey.config.ListenAddress;
import dev.latchkey.config.TlsConfig;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SocketAddress;
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
   * @param watch of this server alone, on whose event loop it then runs
   */
  public static HttpServer create(
      Vertx vertx,
      ListenAddress address,
      List<TlsConfig> certificates,
      @Nullable ClientCertificates clients,
      Bounds bounds,
      ConnectionWatch watch) {
    HttpServerOptions options = options(address, bounds, watch.listener());
    if (!certificates.isEmpty()) {
      secure(options, bounds);
      TlsOptions.server(options.getSslOptions(), files(certificates), clients);
    }
    return vertx.createHttpServer(options).connectionHandler(made -> prepare(made, bounds, watch));
  }

  private static void prepare(HttpConnection connection, Bounds bounds, ConnectionWatch watch) {
    ReadAhead.limit(connection);
    SendAhead.limit(connection);
    // The one cast to an inside of Vert.x: its public API does not show the channel.
    if (!(connection instanceof ConnectionBase base)) {
      return;
    }
    FramingGuard guard = null;
    BooleanSupplier busy = () -> true;
    ChannelPipeline pipeline = base.channel().pipeline();
    Http2ConnectionHandler http2 = pipeline.get(Http2ConnectionHandler.class);
    if (pipeline.get(FramingGuard.DECODER) != null) {
      guard = new FramingGuard(bounds);
      AnswersDue due = new AnswersDue();
      busy = due::any;
      pipeline.addBefore(FramingGuard.DECODER, FramingGuard.NAME, guard);
      pipeline.addBefore(FramingGuard.DECODER, "lateShutdown", new LateShutdown());
      pipeline.addBefore(VERTX, AnswersDue.NAME, due);
      HalfClose.allow(base.channel());
    } else if (http2 != null) {
      busy = () -> http2.connection().numActiveStreams() > 0;
      Http2FrameListener behind = http2.decoder().frameListener();
      http2.decoder().frameListener(new Http2Guard(behind, connection, bounds, System::nanoTime));
    }
    watch.add(connection, base.channel(), address(connection), guard, busy);
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
    if (guard == null || !guard.isBetweenMessages()) {
      return false;
    }
    pipeline.remove(guard);
    pipeline.remove(AnswersDue.class);
    return true;
  }

  private static String address(HttpConnection connection) {
    SocketAddress remote = connection.remoteAddress();
    String address = remote == null ? null : remote.hostAddress();
    return address == null ? "" : address;
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
