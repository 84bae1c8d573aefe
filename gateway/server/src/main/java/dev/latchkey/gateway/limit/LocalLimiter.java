// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.latchkey.gateway.authenticate.CacheUpkeep;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authenticate.Together;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.keys.KeyId;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Counts in this process, by Resilience4j. State hangs on the key's id, so that neither rotation
 * nor a cache refill gives calls back, and is kept for longer than the longest window.
 */
public final class LocalLimiter implements Limiter {
  static final Duration LONGEST_WINDOW = Duration.ofDays(31);

  private final LoadingCache<KeyId, KeyBuckets> buckets;
  private final LoadingCache<UUID, SharedBuckets> shared;

  /**
   * @param maxKeys keys whose state is kept
   */
  public LocalLimiter(int maxKeys, LongSupplier nanoTime) {
    Ticker ticker = nanoTime::getAsLong;
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(maxKeys)
            .expireAfterAccess(LONGEST_WINDOW.plusDays(1))
            .ticker(ticker)
            .executor(CacheUpkeep.SHARED)
            .build(id -> new KeyBuckets(nanoTime));
    this.shared =
        Caffeine.newBuilder()
            .maximumSize(maxKeys)
            .expireAfterAccess(LONGEST_WINDOW.plusDays(1))
            .ticker(ticker)
            .build(id -> new SharedBuckets(nanoTime));
  }

  @Override
  public Decision ask(KeyState key, Route route) {
    return decide(key, route, true);
  }

  @Override
  public Decision look(KeyState key, Route route) {
    return decide(key, route, false);
  }

  private Decision decide(KeyState key, Route route, boolean count) {
    Together together = key.together();
    boolean alone = together == null || together.limits().isEmpty();
    if (key.limits().isEmpty() && route.limits().isEmpty() && alone) {
      return Decision.UNLIMITED;
    }
    KeyBuckets own = buckets.get(key.grant().id());
    return together == null || alone
        ? own.decide(key.limits(), route, count)
        : own.decide(key, route, together, shared.get(together.consumer()), count);
  }
}
