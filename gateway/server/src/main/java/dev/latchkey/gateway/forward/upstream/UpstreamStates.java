// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

import dev.latchkey.config.UpstreamConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The upstreams of the process, by their settings: whatever else a new configuration says, one
 * whose settings stay the same keeps what is known of it. One caller at a time.
 */
public final class UpstreamStates {
  private final Vertx vertx;
  private final HostNames names;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final MeterRegistry registry;
  private final Map<UpstreamConfig, Watched> watched = new HashMap<>();

  private record Watched(UpstreamWatch watch, UpstreamMeters meters) {
    void end() {
      watch.stop();
      meters.remove();
    }
  }

  /**
   * @param random for the moments of probes
   */
  public UpstreamStates(
      Vertx vertx,
      HostNames names,
      LongSupplier nanoTime,
      RandomGenerator random,
      MeterRegistry registry) {
    this.vertx = vertx;
    this.names = names;
    this.nanoTime = nanoTime;
    this.random = random;
    this.registry = registry;
  }

  /**
   * The state of each of these upstreams, by id: kept where there is one with the same settings,
   * begun otherwise. Completes, never fails, when their names were looked up once. States that
   * nobody names any more are {@link #retain let go} afterwards.
   */
  public Future<Map<String, UpstreamState>> of(Map<String, UpstreamConfig> configs) {
    Map<String, UpstreamState> states = new LinkedHashMap<>();
    List<Future<Void>> begun = new ArrayList<>();
    configs.forEach(
        (id, config) -> {
          Watched known = watched.get(config);
          if (known == null) {
            known = begin(config);
            begun.add(known.watch().start());
          }
          states.put(id, known.watch().state());
        });
    return begun.isEmpty()
        ? Future.succeededFuture(states)
        : Future.join(begun).map(done -> states);
  }

  private Watched begin(UpstreamConfig config) {
    // Meters go by id: those of the settings before must be gone first.
    watched.entrySet().stream()
        .filter(entry -> entry.getKey().id().equals(config.id()))
        .forEach(entry -> entry.getValue().meters().remove());
    UpstreamState state = new UpstreamState(config, nanoTime);
    Watched begun =
        new Watched(
            new UpstreamWatch(vertx, state, names, nanoTime, random),
            new UpstreamMeters(registry, state));
    watched.put(config, begun);
    return begun;
  }

  /** Stops watching all upstreams but these. */
  public void retain(Map<String, UpstreamConfig> configs) {
    List<UpstreamConfig> gone =
        watched.keySet().stream().filter(config -> !configs.containsValue(config)).toList();
    for (UpstreamConfig config : gone) {
      Watched ended = watched.remove(config);
      if (ended != null) {
        ended.watch().stop();
      }
      boolean replaced = configs.containsKey(config.id());
      if (ended != null && !replaced) {
        ended.meters().remove();
      }
    }
  }

  /** Ends their probes, look-ups of names and meters; calls that are under way go on. */
  public void close() {
    watched.values().forEach(Watched::end);
    watched.clear();
  }
}
