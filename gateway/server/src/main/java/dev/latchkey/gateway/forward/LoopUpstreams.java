// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.forward.upstream.UpstreamState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The upstreams of one event loop. Of those whose state lives on in a new configuration the
 * connections do, too. One event loop.
 */
public final class LoopUpstreams {
  private final Vertx vertx;
  private final RandomGenerator random;
  private final LongSupplier nanoTime;
  private Map<String, Upstream> current = Map.of();

  public LoopUpstreams(Vertx vertx, RandomGenerator random, LongSupplier nanoTime) {
    this.vertx = vertx;
    this.random = random;
    this.nanoTime = nanoTime;
  }

  /** By id. */
  public Map<String, Upstream> current() {
    return current;
  }

  /**
   * From now on these, by id.
   *
   * @return those that are not among them any more, to be {@link Upstream#retire retired} once no
   *     request can want them
   */
  public List<Upstream> use(Map<String, UpstreamState> states) {
    Map<String, Upstream> before = current;
    Map<String, Upstream> now = new LinkedHashMap<>();
    states.forEach(
        (id, state) -> {
          Upstream known = before.get(id);
          boolean same = known != null && known.state() == state;
          now.put(id, same ? known : new Upstream(vertx, state, random, nanoTime));
        });
    current = Map.copyOf(now);
    return before.entrySet().stream()
        .filter(entry -> now.get(entry.getKey()) != entry.getValue())
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Closes all at once. Calls on their way fail. */
  public Future<?> close() {
    return current.isEmpty()
        ? Future.succeededFuture()
        : Future.join(current.values().stream().map(Upstream::close).toList());
  }
}
