// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.latchkey.gateway.authenticate.CacheUpkeep;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.keys.KeyId;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts calls against the limits of their route's shadow: what stricter limits would refuse. Its
 * counters are apart from those that enforce, in this process alone, and refuse nothing. A call
 * that they would refuse costs nothing of them, as it would if they enforced. Any event loop.
 */
public final class ShadowLimiter {
  private final LongSupplier nanoTime;
  private final LoadingCache<KeyId, KeyBuckets> buckets;

  /**
   * @param maxKeys keys whose state is kept
   */
  public ShadowLimiter(int maxKeys, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    Ticker ticker = nanoTime::getAsLong;
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(maxKeys)
            .expireAfterAccess(LocalLimiter.LONGEST_WINDOW.plusDays(1))
            .ticker(ticker)
            .executor(CacheUpkeep.SHARED)
            .build(id -> new KeyBuckets());
  }

  /**
   * What the shadow's limits say of a call that passed; null where it has none, or they admit it.
   *
   * @param count whether the call is counted if they admit it
   */
  @Nullable Decision objection(KeyState key, Route route, boolean count) {
    Route shadow = route.shadow();
    if (shadow == null || shadow.limits().isEmpty()) {
      return null;
    }
    Decision decision =
        buckets.get(key.id()).decide(List.of(), shadow, count, nanoTime.getAsLong());
    return decision.admitted() ? null : decision;
  }
}
