// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.config.UpstreamTls;
import dev.latchkey.listener.Listeners;
import dev.latchkey.listener.ReadAhead;
import dev.latchkey.listener.TlsOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * One backend as one event loop sees it: its own client, so that no request ever crosses threads,
 * with bounded connections and a bounded line. Targets take turns. One event loop.
 */
public final class Upstream {
  /** Requests that may wait for a connection; more are refused at once. */
  private static final int MAX_WAITING = 1_024;

  private static final int MAX_HEADER_BYTES = 64 * 1_024;

  /** A connection carries as many requests at once as its backend allows. */
  private static final int HTTP2_CONNECTIONS = 4;

  /** What all streams of a connection may have received and we have not passed on yet. */
  private static final int HTTP2_WINDOW_BYTES = 1_024 * 1_024;

  private final String id;
  private final Settings settings;
  private final HttpClient client;
  private int turn;

  public Upstream(Vertx vertx, String id, Settings settings) {
    this.id = id;
    this.settings = settings;
    HttpClientOptions options =
        new HttpClientOptions()
            .setKeepAlive(true)
            .setPipelining(false)
            .setHttp2ClearTextUpgrade(false)
            .setDecompressionSupported(false)
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setMaxChunkSize(Listeners.PIECE_BYTES)
            .setTcpNoDelay(true)
            .setConnectTimeout((int) settings.connect().toMillis());
    if (settings.http2()) {
      options.setProtocolVersion(HttpVersion.HTTP_2);
      options.setInitialSettings(new Http2Settings().setMaxHeaderListSize(MAX_HEADER_BYTES));
      options.setHttp2ConnectionWindowSize(HTTP2_WINDOW_BYTES);
    }
    if (settings.targets().stream().anyMatch(Target::tls)) {
      TlsOptions.client(options, settings.tls(), settings.http2());
    }
    PoolOptions pool =
        new PoolOptions()
            .setHttp1MaxSize(settings.poolSize())
            .setHttp2MaxSize(HTTP2_CONNECTIONS)
            .setMaxWaitQueueSize(MAX_WAITING);
    this.client =
        vertx
            .httpClientBuilder()
            .with(options)
            .with(pool)
            .withConnectHandler(Upstream::prepare)
            .build();
  }

  private static void prepare(HttpConnection connection) {
    // Each request hears of its own failure; a backend must not be able to fill our log.
    connection.exceptionHandler(heardElsewhere -> {});
    AnswerMeter.install(connection);
    ReadAhead.limit(connection);
  }

  /** One address of a backend. */
  public record Target(boolean tls, String host, int port) {}

  /**
   * @param connect until a connection stands
   * @param response until the answer's head is there
   * @param idle without a byte in either direction
   * @param poolSize connections of this loop
   * @param http2 whether HTTP/2 is spoken: by ALPN over TLS, with prior knowledge without it
   */
  public record Settings(
      List<Target> targets,
      Duration connect,
      Duration response,
      Duration idle,
      int poolSize,
      boolean http2,
      UpstreamTls tls) {}

  public String id() {
    return id;
  }

  long responseNanos() {
    return settings.connect().plus(settings.response()).toNanos();
  }

  long idleNanos() {
    return settings.idle().toNanos();
  }

  /** Asks for a connection to the next target. Redirects are passed on, never followed. */
  Future<HttpClientRequest> request(HttpMethod method, String target) {
    List<Target> targets = settings.targets();
    Target next = targets.get(turn);
    turn = (turn + 1) % targets.size();
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setURI(target)
            .setSsl(next.tls())
            .setHost(next.host())
            .setPort(next.port())
            .setFollowRedirects(false);
    String name = settings.tls().serverName();
    if (name != null && next.tls()) {
      options.setServer(SocketAddress.inetSocketAddress(next.port(), next.host())).setHost(name);
    }
    return client.request(options);
  }

  Future<Void> close() {
    return client.close();
  }
}
