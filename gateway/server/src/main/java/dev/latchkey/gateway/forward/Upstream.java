// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.config.UpstreamConfig;
import dev.latchkey.config.UpstreamConfig.Protocol;
import dev.latchkey.gateway.forward.client.Http1Client;
import dev.latchkey.gateway.forward.client.Http2Client;
import dev.latchkey.gateway.forward.client.UpstreamClient;
import dev.latchkey.gateway.forward.upstream.Attempts;
import dev.latchkey.gateway.forward.upstream.Targets;
import dev.latchkey.gateway.forward.upstream.UpstreamState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * One backend as one event loop sees it: its own client, so that no request ever crosses threads,
 * with bounded connections and a bounded line. One event loop.
 */
public final class Upstream {
  /** Of one event loop. */
  private static final int MAX_TUNNELS = 16_384;

  private final UpstreamState state;
  private final UpstreamClient client;
  private final Targets targets;
  private final UpstreamClient tunnels;
  private final Targets tunnelTargets;

  /**
   * @param random for choosing among targets
   */
  public Upstream(Vertx vertx, UpstreamState state, RandomGenerator random, LongSupplier nanoTime) {
    this.state = state;
    UpstreamConfig config = state.config();
    UpstreamConfig.Pool pool = config.pool();
    int connectMillis = (int) config.timeouts().connect().toMillis();
    this.client =
        config.protocol() == Protocol.HTTP2
            ? new Http2Client(vertx, config, connectMillis)
            : new Http1Client(vertx, config, connectMillis, pool.size(), pool.waiting(), nanoTime);
    this.targets = new Targets(state, client, random);
    this.tunnels = new Http1Client(vertx, config, connectMillis, MAX_TUNNELS, 0, nanoTime);
    this.tunnelTargets = new Targets(state, tunnels, random);
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
