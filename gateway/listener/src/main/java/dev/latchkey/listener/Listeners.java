// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import dev.latchkey.config.ListenAddress;
import dev.latchkey.config.TlsConfig;
import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes HTTP servers with safe bounds and the guard in place. */
public final class Listeners {
  /**
   * The size of the pieces that bodies are passed on in. Queues on the way hold sixteen pieces
   * each, so this bounds, in bytes, what one slow reader makes us hold: less than 256 KiB.
   */
  public static final int PIECE_BYTES = 4 * 1_024;

  private static final int DECODER_BUFFER = 1_024;

  private Listeners() {}

  /**
   * A server that is not yet listening.
   *
   * @param address port 0 for any free one, the same for every instance in this Vert.x
   * @param tls empty for plain HTTP; the first pair is the default, the others are chosen by SNI
   * @param watch of this server alone, on whose event loop it then runs
   */
  public static HttpServer create(
      Vertx vertx,
      ListenAddress address,
      List<TlsConfig> tls,
      Bounds bounds,
      ConnectionWatch watch) {
    return vertx
        .createHttpServer(options(address, tls, bounds, watch.listener()))
        .connectionHandler(
            connection -> {
              ReadAhead.limit(connection);
              // The one cast to an inside of Vert.x: its public API does not show the channel.
              if (connection instanceof ConnectionBase base) {
                watch.add(base.channel(), address(connection), guarded(base.channel(), bounds));
              }
            });
  }

  /** Null where HTTP/1 is not what is spoken. */
  private static @Nullable FramingGuard guarded(Channel channel, Bounds bounds) {
    if (channel.pipeline().get(FramingGuard.DECODER) == null) {
      return null;
    }
    FramingGuard guard = new FramingGuard(bounds);
    channel.pipeline().addBefore(FramingGuard.DECODER, "framingGuard", guard);
    return guard;
  }

  private static String address(HttpConnection connection) {
    SocketAddress remote = connection.remoteAddress();
    String address = remote == null ? null : remote.hostAddress();
    return address == null ? "" : address;
  }

  private static HttpServerOptions options(
      ListenAddress address, List<TlsConfig> tls, Bounds bounds, int listener) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(address.host())
            // Below zero: any free port, but the same one for all that say the same number.
            .setPort(address.port() == 0 ? -listener : address.port())
            // The guard needs the HTTP/1 decoder from the first byte on, and nobody needs h2c.
            .setHttp2ClearTextEnabled(false)
            .setMaxInitialLineLength(bounds.targetBytes())
            .setMaxHeaderSize(bounds.headBytes())
            .setMaxChunkSize(PIECE_BYTES)
            .setDecoderInitialBufferSize(DECODER_BUFFER)
            .setIdleTimeout(bounds.idleSeconds())
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setTcpNoDelay(true);
    if (tls.isEmpty()) {
      return options;
    }
    PemKeyCertOptions certificates = new PemKeyCertOptions();
    for (TlsConfig pair : tls) {
      certificates.addCertPath(pair.certificate().toString());
      certificates.addKeyPath(pair.key().toString());
    }
    return options.setSsl(true).setSni(tls.size() > 1).setKeyCertOptions(certificates);
  }
}
