// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import dev.latchkey.keys.Limit;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One limit's counter: a Resilience4j limiter with timeout zero, so that it never waits, on the
 * clock it is given. Its cycles begin when the counter does. Callers hold the key's lock.
 */
final class Bucket {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final String name;
  private final Limit limit;
  private final long sliceNanos;
  private final LongSupplier elapsed;
  private final AtomicRateLimiter limiter;
  private final RateLimiter.Metrics metrics;

  /** Calls left when it was last looked at. */
  private int left;

  Bucket(Limit limit, LongSupplier nanoTime) {
    this(limit.name(), limit, nanoTime);
  }

  /**
   * @param name what clients know the limit by
   */
  Bucket(String name, Limit limit, LongSupplier nanoTime) {
    this.name = name;
    this.limit = limit;
    this.sliceNanos = limit.sliceWindow().toNanos();
    long start = nanoTime.getAsLong();
    this.elapsed = () -> nanoTime.getAsLong() - start;
    RateLimiterConfig config =
        RateLimiterConfig.custom()
            .limitForPeriod(limit.sliceLimit())
            .limitRefreshPeriod(limit.sliceWindow())
            .timeoutDuration(Duration.ZERO)
            .build();
    this.limiter = new AtomicRateLimiter(name, config, elapsed::getAsLong);
    this.metrics = limiter.getMetrics();
  }

  Limit limit() {
    return limit;
  }

  /** One member of the RateLimit-Policy field. */
  String policy() {
    return '"' + name + "\";q=" + limit.limit() + ";w=" + limit.window().toSeconds();
  }

  /** Looks whether a call is left; until it is told what became of that, time stands still. */
  boolean hasOne() {
    left = Math.max(0, metrics.getAvailablePermissions());
    return left > 0;
  }

  /**
   * Counts the call if it was admitted and is to be counted, and tells where the limit stands then.
   * Right after {@link #hasOne}.
   */
  Decision.Standing standing(boolean admitted, boolean count) {
    boolean violated = !admitted && left == 0;
    if (admitted && count && limiter.acquirePermission(1)) {
      left--;
    }
    long rest = sliceNanos - elapsed.getAsLong() % sliceNanos;
    int seconds = (int) ((rest + SECOND - 1) / SECOND);
    return new Decision.Standing(name, limit.limit(), left, seconds, violated);
  }
}
