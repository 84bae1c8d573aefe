// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.latchkey.gateway.authenticate.CacheUpkeep;
import dev.latchkey.gateway.authenticate.CallTally;
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

  private final LongSupplier nanoTime;
  private final Cache<KeyId, KeyBuckets> buckets;
  private final LoadingCache<UUID, SharedBuckets> shared;

  /**
   * @param maxKeys keys whose state is kept
   */
  public LocalLimiter(int maxKeys, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    Ticker ticker = nanoTime::getAsLong;
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(maxKeys)
            .expireAfterAccess(LONGEST_WINDOW.plusDays(1))
            .ticker(ticker)
            .executor(CacheUpkeep.SHARED)
            .build();
    this.shared =
        Caffeine.newBuilder()
            .maximumSize(maxKeys)
            .expireAfterAccess(LONGEST_WINDOW.plusDays(1))
            .ticker(ticker)
            .build(id -> new SharedBuckets());
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
    boolean alone = together == null || together.nodeLimits().isEmpty();
    if (key.nodeLimits().isEmpty() && route.limits().isEmpty() && alone) {
      return Decision.UNLIMITED;
    }
    long now = nanoTime.getAsLong();
    KeyBuckets own = bucketsOf(key, now);
    return together == null || alone
        ? own.decide(key.nodeLimits(), route, count, now)
        : own.decide(key, route, together, shared.get(together.consumer()), count, now);
  }

  /**
   * Those that the state has at hand. Once in a while they are looked for all the same, so that the
   * cache knows that they are in use.
   */
  private KeyBuckets bucketsOf(KeyState key, long now) {
    CallTally near = key.tally();
    if (near instanceof KeyBuckets own && own.wasUsed(now)) {
      return own;
    }
    KeyBuckets known =
        buckets.get(key.id(), id -> near instanceof KeyBuckets own ? own : new KeyBuckets());
    known.use(now);
    key.tally(known);
    return known;
  }
}
