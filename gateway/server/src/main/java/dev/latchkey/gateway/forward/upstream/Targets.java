// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

import dev.latchkey.config.UpstreamConfig;
import dev.latchkey.config.UpstreamConfig.Balance;
import dev.latchkey.config.UpstreamConfig.Retries;
import dev.latchkey.gateway.forward.client.CallListener;
import dev.latchkey.gateway.forward.client.UpstreamClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.SocketAddress;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The targets of an upstream as one event loop asks them. */
public final class Targets {
  private final UpstreamState state;
  private final UpstreamClient client;
  private final Balancer balancer;
  private final RetryBudget budget;
  private final Retries retries;
  private final BitSet retriedStatuses = new BitSet();
  private final int poolSize;
  private final int[] inFlight;
  private final int[] turns;
  private int calls;
  private @Nullable Runnable whenIdle;

  public Targets(UpstreamState state, UpstreamClient client, RandomGenerator random) {
    UpstreamConfig config = state.config();
    this.state = state;
    this.client = client;
    this.inFlight = new int[state.size()];
    this.turns = new int[state.size()];
    this.balancer =
        config.balance() == Balance.LEAST_LOADED && state.size() > 1
            ? new LeastLoaded(state, inFlight, random)
            : new RoundRobin(state);
    this.retries = config.retries();
    retries.statuses().forEach(retriedStatuses::set);
    this.budget = new RetryBudget(retries.budget());
    this.poolSize = config.pool().size();
  }

  UpstreamState state() {
    return state;
  }

  Retries retries() {
    return retries;
  }

  /** Whether an answer with this status is one to ask another target after. */
  boolean isWorthRetrying(int status) {
    return retriedStatuses.get(status);
  }

  RetryBudget budget() {
    return budget;
  }

  int choose(long excluded) {
    return balancer.next(excluded);
  }

  /** Asks for a connection, own or pooled, to the target. */
  void request(int target, HttpMethod method, String uri, int connectMillis, CallListener call) {
    TargetState chosen = state.target(target);
    List<SocketAddress> addresses = chosen.addresses();
    int turn = addresses.size() == 1 ? 0 : (turns[target]++ & Integer.MAX_VALUE) % addresses.size();
    client.request(chosen.target(), addresses.get(turn), method, uri, connectMillis, call);
  }

  void begun(int target) {
    inFlight[target]++;
    calls++;
  }

  void ended(int target) {
    inFlight[target]--;
    calls--;
    Runnable idle = whenIdle;
    if (calls == 0 && idle != null) {
      whenIdle = null;
      idle.run();
    }
  }

  /** Whether more calls are on their way to the target than it has connections. */
  boolean isCrowded(int target) {
    return inFlight[target] > poolSize * Math.max(1, state.target(target).addresses().size());
  }

  /** Runs the action once no call is on its way, which may be now. */
  public void onIdle(Runnable action) {
    if (calls == 0) {
      action.run();
    } else {
      whenIdle = action;
    }
  }
}
