// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.latchkey.keys.Limit;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;

/**
 * What a limit means to whoever counts under it: one object for all keys that have it, near at hand
 * when each of them has counters of its own.
 *
 * @param name what clients know the limit by
 * @param config a slice of it
 * @param sliceNanos the length of a slice
 * @param policy one member of the RateLimit-Policy field
 */
record LimitTerms(
    Limit limit, String name, RateLimiterConfig config, long sliceNanos, String policy) {
  private static final LoadingCache<Limit, LimitTerms> KNOWN =
      Caffeine.newBuilder().weakValues().build(limit -> of(limit.name(), limit));

  /** Those of a limit under its own name. */
  static LimitTerms of(Limit limit) {
    return KNOWN.get(limit);
  }

  /** Those of a limit that clients know by another name. */
  static LimitTerms of(String name, Limit limit) {
    RateLimiterConfig config =
        RateLimiterConfig.custom()
            .limitForPeriod(limit.sliceLimit())
            .limitRefreshPeriod(limit.sliceWindow())
            .timeoutDuration(Duration.ZERO)
            .build();
    String policy = '"' + name + "\";q=" + limit.limit() + ";w=" + limit.window().toSeconds();
    return new LimitTerms(limit, name, config, limit.sliceWindow().toNanos(), policy);
  }
}
