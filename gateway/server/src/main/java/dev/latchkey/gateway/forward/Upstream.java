// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.listener.Listeners;
import dev.latchkey.listener.ReadAhead;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
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
            .setVerifyHost(true)
            .setTcpNoDelay(true)
            .setConnectTimeout((int) settings.connect().toMillis());
    PoolOptions pool =
        new PoolOptions().setHttp1MaxSize(settings.poolSize()).setMaxWaitQueueSize(MAX_WAITING);
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
   */
  public record Settings(
      List<Target> targets, Duration connect, Duration response, Duration idle, int poolSize) {}

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
    return client.request(
        new RequestOptions()
            .setMethod(method)
            .setURI(target)
            .setSsl(next.tls())
            .setHost(next.host())
            .setPort(next.port())
            .setFollowRedirects(false));
  }

  Future<Void> close() {
    return client.close();
  }
}
