// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import dev.latchkey.keys.QuotaLedger.Account;
import dev.latchkey.keys.QuotaLedger.Ask;
import dev.latchkey.keys.QuotaLedger.Lease;
import dev.latchkey.keys.QuotaLedger.Unspent;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The permits that this node holds of one quota or limit of one key or consumer: of the span that
 * is now, and of a limit's slices that come next, as long as there are calls. Guarded by the lock
 * of the {@link HeldQuotas} that owns it.
 */
final class HeldPermits {
  private static final long EMPTY_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long RENEW_MILLIS = 5_000;
  private static final long SHORT_MILLIS = 12_000;
  private static final long WORTH_GIVING_BACK_MILLIS = 60_000;

  private final Allowance allowance;
  private final LeaseSize size;
  private final ArrayDeque<HeldSpan> ahead = new ArrayDeque<>();
  private HeldSpan now;
  private String policy;
  private boolean spentLately;

  HeldPermits(Allowance allowance, long nowMillis) {
    this.allowance = allowance;
    this.size = new LeaseSize(allowance);
    this.now = new HeldSpan(allowance.at(nowMillis));
    this.policy = allowance.policy(now.account().startMillis());
  }

  Allowance allowance() {
    return allowance;
  }

  /** One member of the RateLimit-Policy field, of the span that is now. */
  String policy() {
    return policy;
  }

  /** Starts anew when the span is over, or the clock was put back before it. */
  boolean turn(long nowMillis) {
    if (now.contains(nowMillis)) {
      return false;
    }
    size.learn(now.spent());
    while (!ahead.isEmpty() && ahead.getFirst().endsMillis() <= nowMillis) {
      ahead.removeFirst();
    }
    if (!ahead.isEmpty() && ahead.getFirst().contains(nowMillis)) {
      now = ahead.removeFirst();
    } else {
      ahead.clear();
      now = new HeldSpan(allowance.at(nowMillis));
    }
    if (!allowance.isLimit()) {
      size.reset();
      policy = allowance.policy(now.account().startMillis());
    }
    return !allowance.isLimit();
  }

  boolean hasOne() {
    return now.permits() > 0;
  }

  /** Whether the store said a while ago that nothing is left. */
  boolean isUsedUp(long nowNanos) {
    return now.permits() == 0
        && now.left() == 0
        && now.wasTold(nowNanos, allowance.isLimit() ? LeaseSize.FAST_NANOS : EMPTY_NANOS);
  }

  void spend() {
    now.spend();
    spentLately = true;
  }

  /**
   * Takes a permit back, unless its span is over: it would be one of another.
   *
   * @param spentMillis when it was spent
   */
  void unspend(long spentMillis) {
    if (now.contains(spentMillis)) {
      now.unspend();
    }
  }

  /** Whether more should be asked for before the last permit is gone. */
  boolean isLow(long nowMillis) {
    return isRunningOut(nowMillis) || wantsAhead(nowMillis);
  }

  private boolean isRunningOut(long nowMillis) {
    if (now.isAsked() || now.left() == 0 || now.permits() > now.lastLease() / 2) {
      return false;
    }
    long millis = spanMillis();
    return !allowance.isLimit()
        || millis > SHORT_MILLIS
        || now.permits() < size.expected(now.endsMillis() - nowMillis, millis);
  }

  private boolean wantsAhead(long nowMillis) {
    return allowance.isLimit()
        && coveredMillis() - nowMillis < RENEW_MILLIS
        && (ahead.isEmpty() || !ahead.getLast().isAsked());
  }

  private long coveredMillis() {
    return ahead.isEmpty() ? now.endsMillis() : ahead.getLast().endsMillis();
  }

  private long spanMillis() {
    return now.endsMillis() - now.account().startMillis();
  }

  /**
   * Adds what to ask for, unless an answer is on its way.
   *
   * @param nodes that share what there is, at least 1
   */
  void ask(List<Ask> asks, int nodes, long nowMillis, long nowNanos) {
    if (!now.isAsked() && (!hasOne() || isRunningOut(nowMillis))) {
      now.asked(true);
      asks.add(new Ask(now.account(), allowance.permits(), size.of(now, nodes, nowNanos)));
    }
    if (wantsAhead(nowMillis)) {
      long want = size.ahead(spanMillis(), nodes);
      do {
        HeldSpan next = new HeldSpan(allowance.at(coveredMillis()));
        next.asked(true);
        ahead.addLast(next);
        asks.add(new Ask(next.account(), allowance.permits(), want));
      } while (coveredMillis() < LeaseSize.horizon(nowMillis));
    }
  }

  /** An answer. That of a span that is over is worth nothing. */
  void granted(Account from, Lease lease, long nowNanos) {
    HeldSpan span = find(from);
    if (span != null) {
      span.granted(lease, nowNanos);
    }
  }

  /** No answer came. What is held can still be spent. */
  void failed(Account from) {
    if (from.equals(now.account())) {
      now.asked(false);
    } else {
      ahead.removeIf(span -> span.account().equals(from));
    }
  }

  private @Nullable HeldSpan find(Account account) {
    if (account.equals(now.account())) {
      return now;
    }
    for (HeldSpan span : ahead) {
      if (account.equals(span.account())) {
        return span;
      }
    }
    return null;
  }

  /** Hands over all permits if none was spent since the last time, or without asking. */
  void release(boolean evenIfBusy, List<Unspent> into) {
    boolean idle = !spentLately && !now.isAsked();
    spentLately = false;
    boolean worthIt = !allowance.isLimit() || spanMillis() > WORTH_GIVING_BACK_MILLIS;
    if (evenIfBusy || (idle && worthIt)) {
      release(now, into);
      ahead.forEach(span -> release(span, into));
      size.reset();
    }
  }

  private static void release(HeldSpan span, List<Unspent> into) {
    if (span.permits() > 0) {
      into.add(new Unspent(span.account(), span.release()));
    }
  }

  Decision.Standing standing(long nowMillis, boolean violated) {
    long millis = Math.max(1, now.endsMillis() - nowMillis);
    return new Decision.Standing(
        allowance.name(),
        allowance.limit(),
        now.permits() + now.left(),
        (int) ((millis + 999) / 1_000),
        violated);
  }
}
