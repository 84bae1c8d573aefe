// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import dev.latchkey.gateway.authenticate.CacheCounters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** The meters of the keys in memory. Names are part of the product's contract. */
final class CacheMeters {
  private final MeterRegistry registry;
  private final CacheCounters counters;

  private CacheMeters(MeterRegistry registry, CacheCounters counters) {
    this.registry = registry;
    this.counters = counters;
  }

  static void register(MeterRegistry registry, DataPlane gateway) {
    new CacheMeters(registry, gateway.counters()).count();
    Gauge.builder("latchkey.key.cache.size", gateway, plane -> plane.cache().size())
        .description("Keys in memory, roughly")
        .strongReference(true)
        .register(registry);
  }

  private void count() {
    count("latchkey.key.cache.hits", "Keys found in memory, current", CacheCounters::hits);
    count("latchkey.key.cache.misses", "Keys asked of the store", CacheCounters::misses);
    count(
        "latchkey.key.cache.stale",
        "Keys found in memory while the store was away",
        CacheCounters::stale);
    count("latchkey.key.cache.negative", "Keys known not to exist", CacheCounters::negative);
    count("latchkey.key.lookups", "Times the store was asked for a key", CacheCounters::lookups);
    count(
        "latchkey.key.lookups.shed",
        "Look-ups not made because too many found nothing",
        CacheCounters::shed);
  }

  private void count(String name, String description, ToDoubleFunction<CacheCounters> count) {
    FunctionCounter.builder(name, counters, count).description(description).register(registry);
  }
}
