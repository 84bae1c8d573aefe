// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.config.UpstreamConfig;
import dev.latchkey.gateway.forward.upstream.Attempts;
import dev.latchkey.gateway.forward.upstream.ClientSettings;
import dev.latchkey.gateway.forward.upstream.Targets;
import dev.latchkey.gateway.forward.upstream.UpstreamState;
import dev.latchkey.listener.ReadAhead;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.util.random.RandomGenerator;

/**
 * One backend as one event loop sees it: its own client, so that no request ever crosses threads,
 * with bounded connections and a bounded line. One event loop.
 */
public final class Upstream {
  /** Of one event loop. */
  private static final int MAX_TUNNELS = 16_384;

  private final UpstreamState state;
  private final HttpClient client;
  private final Targets targets;
  private final HttpClient tunnels;
  private final Targets tunnelTargets;

  /**
   * @param random for choosing among targets
   */
  public Upstream(Vertx vertx, UpstreamState state, RandomGenerator random) {
    this.state = state;
    UpstreamConfig config = state.config();
    int connectMillis = (int) config.timeouts().connect().toMillis();
    this.client =
        client(vertx, ClientSettings.options(config, connectMillis), ClientSettings.pool(config));
    this.targets = new Targets(state, client, random);
    this.tunnels =
        client(
            vertx,
            ClientSettings.options(config, connectMillis).setProtocolVersion(HttpVersion.HTTP_1_1),
            new PoolOptions().setHttp1MaxSize(MAX_TUNNELS).setMaxWaitQueueSize(0));
    this.tunnelTargets = new Targets(state, tunnels, random);
  }

  private HttpClient client(Vertx vertx, HttpClientOptions options, PoolOptions pool) {
    return vertx
        .httpClientBuilder()
        .with(options)
        .with(pool)
        .withConnectHandler(this::prepare)
        .build();
  }

  private void prepare(HttpConnection connection) {
    // Each request hears of its own failure; a backend must not be able to fill our log.
    connection.exceptionHandler(heardElsewhere -> {});
    AnswerMeter.install(connection, (int) state.config().pool().keepAlive().toSeconds());
    ReadAhead.limit(connection);
  }

  /** What it shares with the other event loops. */
  public UpstreamState state() {
    return state;
  }

  /** The tries of one call. */
  Attempts call(boolean repeatable) {
    return new Attempts(targets, repeatable);
  }

  /**
   * The tries of one call that becomes a tunnel. Those have connections of their own, for each of
   * them keeps one for as long as it lives.
   */
  Attempts tunnel() {
    return new Attempts(tunnelTargets, false);
  }

  /** Closes it as soon as no call is on its way through it. */
  public void retire() {
    targets.onIdle(client::close);
    tunnelTargets.onIdle(tunnels::close);
  }

  /** Closes it at once. Calls on their way fail. */
  Future<Void> close() {
    return Future.join(client.close(), tunnels.close()).mapEmpty();
  }
}
