// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

import dev.latchkey.config.UpstreamConfig;
import dev.latchkey.config.UpstreamConfig.Target;
import dev.latchkey.listener.Listeners;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.TimeUnit;

/** How an upstream is spoken to, by calls and by probes alike. */
public final class ClientSettings {
  private static final int MAX_HEADER_BYTES = 64 * 1_024;
  private static final int CLEANER_MILLIS = 500;

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
            .setVerifyHost(true)
            .setTcpNoDelay(true)
            .setConnectTimeout(connectMillis);
    options.setSslHandshakeTimeout(connectMillis);
    options.setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    return options;
  }

  /** Bounded connections, and a bounded line for them. */
  public static PoolOptions pool(UpstreamConfig config) {
    return new PoolOptions()
        .setHttp1MaxSize(config.pool().size())
        .setMaxWaitQueueSize(config.pool().waiting())
        .setCleanerPeriod(CLEANER_MILLIS);
  }

  /** A request for one address of a target. Redirects are passed on, never followed. */
  public static RequestOptions request(
      Target target, SocketAddress address, HttpMethod method, String uri) {
    return new RequestOptions()
        .setServer(address)
        .setMethod(method)
        .setURI(uri)
        .setSsl(target.tls())
        .setHost(target.host())
        .setPort(target.port())
        .setFollowRedirects(false);
  }
}
