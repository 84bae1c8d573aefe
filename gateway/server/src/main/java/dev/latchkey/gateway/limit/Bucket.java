// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import dev.latchkey.keys.Limit;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.util.concurrent.TimeUnit;

/**
 * One limit's counter: a Resilience4j limiter with timeout zero, so that it never waits, on the
 * clock that it is told. Its cycles begin when the counter does. Permissions are taken from it a
 * few dozen at a time, and lost with their slice like those that were not taken: so most calls
 * touch none of the limiter's objects, which are many and far from each other. Callers hold the
 * key's lock.
 */
final class Bucket {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** Permissions taken at once, where so many are left. */
  private static final int HANDFUL = 64;

  private final LimitTerms terms;
  private final long startNanos;
  private final AtomicRateLimiter limiter;
  private final RateLimiter.Metrics metrics;
  private long elapsed;

  /** When the slice ends that {@link #left} counts; before that nobody but us takes from it. */
  private long sliceEnd = Long.MIN_VALUE;

  /** Calls left, those in hand among them. */
  private int left;

  /** Permissions that were taken for calls to come in this slice. */
  private int inHand;

  Bucket(LimitTerms terms, long nowNanos) {
    this.terms = terms;
    this.startNanos = nowNanos;
    this.limiter = new AtomicRateLimiter(terms.name(), terms.config(), () -> elapsed);
    this.metrics = limiter.getMetrics();
  }

  Limit limit() {
    return terms.limit();
  }

  /** One member of the RateLimit-Policy field. */
  String policy() {
    return terms.policy();
  }

  /**
   * Looks whether a call is left at this moment, which stands still until it is told what became of
   * that. Two threads that read the clock one after the other may come here the other way round;
   * the limiter would take that for a cycle of which everything was used up.
   */
  boolean hasOne(long nowNanos) {
    elapsed = Math.max(elapsed, nowNanos - startNanos);
    if (elapsed >= sliceEnd) {
      left = Math.max(0, metrics.getAvailablePermissions());
      inHand = 0;
      sliceEnd = elapsed - elapsed % terms.sliceNanos() + terms.sliceNanos();
    }
    return left > 0;
  }

  /** Counts the call that there was one for. Right after {@link #hasOne}. */
  void take() {
    if (inHand == 0) {
      int handful = Math.min(HANDFUL, left);
      if (!limiter.acquirePermission(handful)) {
        throw new IllegalStateException("what was left a moment ago is not there");
      }
      inHand = handful;
    }
    inHand--;
    left--;
  }

  /**
   * Where the limit stands then.
   *
   * @param admitted whether all limits had one
   */
  Decision.Standing standing(boolean admitted) {
    return new Decision.Standing(
        terms.name(), terms.limit().limit(), left, resetSeconds(), !admitted && left == 0);
  }

  /** The same as a decision to admit the call, where no other limit is asked. */
  Decision admission() {
    return Decision.by(terms, left, resetSeconds());
  }

  /** Whether a call that was not admitted would be told this very standing. */
  boolean isAt(Decision.Standing standing) {
    return standing.remaining() == left
        && standing.resetSeconds() == resetSeconds()
        && standing.limit() == terms.limit().limit()
        && standing.name().equals(terms.name());
  }

  /** Equal for equal standings under one policy. */
  int standingHash() {
    return 31 * left + resetSeconds();
  }

  private int resetSeconds() {
    return (int) ((sliceEnd - elapsed + SECOND - 1) / SECOND);
  }
}
