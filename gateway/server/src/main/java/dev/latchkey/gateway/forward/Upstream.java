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
import io.vertx.core.http.HttpConnection;
import java.util.random.RandomGenerator;

/**
 * One backend as one event loop sees it: its own client, so that no request ever crosses threads,
 * with bounded connections and a bounded line. One event loop.
 */
public final class Upstream {
  private final UpstreamState state;
  private final HttpClient client;
  private final Targets targets;

  /**
   * @param random for choosing among targets
   */
  public Upstream(Vertx vertx, UpstreamState state, RandomGenerator random) {
    this.state = state;
    UpstreamConfig config = state.config();
    this.client =
        vertx
            .httpClientBuilder()
            .with(ClientSettings.options(config, (int) config.timeouts().connect().toMillis()))
            .with(ClientSettings.pool(config))
            .withConnectHandler(this::prepare)
            .build();
    this.targets = new Targets(state, client, random);
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

  /** Closes it as soon as no call is on its way through it. */
  public void retire() {
    targets.onIdle(client::close);
  }

  /** Closes it at once. Calls on their way fail. */
  Future<Void> close() {
    return client.close();
  }
}
