// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import dev.latchkey.config.UpstreamConfig;
import dev.latchkey.config.UpstreamConfig.Protocol;
import dev.latchkey.config.UpstreamConfig.Target;
import dev.latchkey.listener.Listeners;
import dev.latchkey.listener.TlsOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.TimeUnit;

/** How an upstream is spoken to, by calls and by probes alike. */
public final class ClientSettings {
  private static final int MAX_HEADER_BYTES = 64 * 1_024;
  private static final int CLEANER_MILLIS = 500;

  /** A connection carries as many calls at once as its backend allows. */
  private static final int HTTP2_CONNECTIONS = 4;

  /** What all streams of a connection may have received and we have not passed on yet. */
  private static final int HTTP2_WINDOW_BYTES = 1_024 * 1_024;

  private ClientSettings() {}

  /**
   * @param connectMillis the longest that any call may wait for a connection
   */
  public static HttpClientOptions options(UpstreamConfig config, int connectMillis) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setKeepAlive(true)
            .setKeepAliveTimeout((int) config.pool().keepAlive().toSeconds())
            .setPipelining(false)
            .setHttp2ClearTextUpgrade(false)
            .setDecompressionSupported(false)
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setMaxChunkSize(Listeners.PIECE_BYTES)
            .setTcpNoDelay(true)
            .setConnectTimeout(connectMillis);
    boolean http2 = config.protocol() == Protocol.HTTP2;
    if (http2) {
      options
          .setProtocolVersion(HttpVersion.HTTP_2)
          .setInitialSettings(new Http2Settings().setMaxHeaderListSize(MAX_HEADER_BYTES))
          .setHttp2ConnectionWindowSize(HTTP2_WINDOW_BYTES);
    }
    if (config.targets().stream().anyMatch(Target::tls)) {
      TlsOptions.client(options, config.tls(), http2);
    }
    options.setSslHandshakeTimeout(connectMillis);
    options.setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    return options;
  }

  /**
   * Sockets for HTTP/1.1.
   *
   * @param connectMillis the longest that any call may wait for a connection
   */
  static NetClientOptions sockets(UpstreamConfig config, int connectMillis) {
    NetClientOptions options =
        new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(connectMillis);
    if (config.targets().stream().anyMatch(Target::tls)) {
      TlsOptions.client(options, config.tls());
    }
    options.setSslHandshakeTimeout(connectMillis);
    options.setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    return options;
  }

  /** Bounded connections, and a bounded line for them. */
  static PoolOptions pool(UpstreamConfig config) {
    return new PoolOptions()
        .setHttp1MaxSize(config.pool().size())
        .setHttp2MaxSize(Math.min(config.pool().size(), HTTP2_CONNECTIONS))
        .setMaxWaitQueueSize(config.pool().waiting())
        .setCleanerPeriod(CLEANER_MILLIS);
  }

  /** A request for one address of a target. Redirects are passed on, never followed. */
  public static RequestOptions request(
      UpstreamConfig config, Target target, SocketAddress address, HttpMethod method, String uri) {
    return new RequestOptions()
        .setServer(address)
        .setMethod(method)
        .setURI(uri)
        .setSsl(target.tls())
        .setHost(serverName(config, target))
        .setPort(target.port())
        .setFollowRedirects(false);
  }

  /** The name that a target's certificate must have. */
  static String serverName(UpstreamConfig config, Target target) {
    String name = config.tls().serverName();
    return name == null || !target.tls() ? target.host() : name;
  }
}
