// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authenticate.SharedAnswer;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.refusal.Fault;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * Counts a call against limits and quotas, or tells whether it would be counted: the same for calls
 * that are made and for those that are only asked about. Limits are asked before quotas; a call
 * that either refuses costs nothing of the other. Any thread.
 */
public final class CallCounter {
  private final Limiter limiter;
  private final QuotaMeter quotas;
  private final ShadowLimiter shadows;

  public CallCounter(Limiter limiter, QuotaMeter quotas, ShadowLimiter shadows) {
    this.limiter = limiter;
    this.quotas = quotas;
    this.shadows = shadows;
  }

  /**
   * What the limits of the route's shadow would refuse a call with that was admitted; null for
   * nothing.
   *
   * @param count whether the call is counted there if they would not
   */
  public @Nullable Refusal wouldRefuse(KeyState key, Route route, boolean count) {
    Decision objection = shadows.objection(key, route, count);
    return objection == null ? null : objection.refusal();
  }

  /**
   * Looking after a key is no part of its quota. Null when the store has to be asked for a share of
   * the quota first, which {@link #askAndCount} does.
   *
   * @throws Refusal RATE_LIMITED or QUOTA_EXCEEDED with the fields that say when to come back
   */
  public @Nullable Decision count(KeyState key, Route route) {
    if (isCountedTogether(key, route)) {
      return underQuota(key, route, true);
    }
    return admitted(limiter.ask(key, route));
  }

  /**
   * Asks the store for permits until it is clear whether there is one for this call. Fails with
   * {@link Refusal}, or with a {@link Fault} when the store is away: that is no used up quota.
   */
  public Future<Decision> askAndCount(KeyState key, Route route) {
    return ask(key, route)
        .compose(
            answered -> {
              Decision decision = count(key, route);
              return decision == null ? askAndCount(key, route) : Future.succeededFuture(decision);
            });
  }

  /** What {@link #askAndCount} would answer; counts nothing. */
  public Future<Decision> look(KeyState key, Route route) {
    try {
      if (!isCountedTogether(key, route)) {
        return Future.succeededFuture(admitted(limiter.look(key, route)));
      }
      Decision decision = underQuota(key, route, false);
      return decision == null
          ? ask(key, route).compose(answered -> look(key, route))
          : Future.succeededFuture(decision);
    } catch (Refusal refused) {
      return Future.failedFuture(refused);
    }
  }

  private static boolean isCountedTogether(KeyState key, Route route) {
    return (key.isCountedTogether() || !route.countedTogether().isEmpty()) && !route.isOwn();
  }

  private Future<Void> ask(KeyState key, Route route) {
    return SharedAnswer.onThisContext(quotas.ask(quotas.of(key, route)))
        .recover(cause -> Future.failedFuture(new Fault(Reason.KEY_STORE_UNAVAILABLE, cause)));
  }

  private @Nullable Decision underQuota(KeyState key, Route route, boolean count) {
    KeyQuotas held = quotas.of(key, route);
    long millis = quotas.nowMillis();
    long nanos = quotas.nowNanos();
    switch (count ? held.spend(millis, nanos) : held.look(millis, nanos)) {
      case SPENT -> {
        Decision limits = count ? limiter.ask(key, route) : limiter.look(key, route);
        if (!limits.admitted()) {
          if (count) {
            held.unspend(millis);
          }
          throw held.with(limits, false, null, millis, nanos).refusal();
        }
        if (held.isLow(millis)) {
          quotas.want(held);
        }
        return held.with(limits, true, null, millis, nanos);
      }
      case USED_UP -> {
        Decision limits = limiter.look(key, route);
        Reason reason = limits.admitted() ? held.reason(nanos) : null;
        Decision refused = held.with(limits, false, reason, millis, nanos);
        throw reason == Reason.QUOTA_EXCEEDED
            ? Refusal.quotaExceeded(RateLimitFields.of(refused), refused.violated())
            : refused.refusal();
      }
      default -> {
        return null;
      }
    }
  }

  private static Decision admitted(Decision decision) {
    if (!decision.admitted()) {
      throw decision.refusal();
    }
    return decision;
  }
}
