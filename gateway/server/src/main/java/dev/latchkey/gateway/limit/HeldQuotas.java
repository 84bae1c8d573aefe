// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.keys.CountedTogether;
import dev.latchkey.keys.Limit;
import dev.latchkey.keys.Quota;
import dev.latchkey.keys.QuotaLedger.Account;
import dev.latchkey.keys.QuotaLedger.Ask;
import dev.latchkey.keys.QuotaLedger.Lease;
import dev.latchkey.keys.QuotaLedger.Unspent;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All quotas and limits of the cluster of one key, of one key on one route, or of one consumer, on
 * this node. The lock makes them one decision: all count or none does.
 */
final class HeldQuotas {
  /** What can be said without asking anybody. */
  enum Verdict {
    /** A permit of every quota was spent. */
    SPENT,
    /** One of them is used up. */
    USED_UP,
    /** The store has to be asked for permits. */
    UNKNOWN
  }

  private final UUID holder;
  private final String route;
  private final String prefix;
  private CountedTogether applied = CountedTogether.NOTHING;
  private List<HeldPermits> held = List.of();
  private final List<Unspent> dropped = new ArrayList<>();
  private String policy = "";
  private final List<String> joinedFrom = new ArrayList<>();
  private String joined = "";

  /**
   * @param route stands before the names where the store reads them; empty where they are no
   *     route's
   * @param prefix stands before the names where clients read them
   */
  HeldQuotas(UUID holder, String route, String prefix) {
    this.holder = holder;
    this.route = route;
    this.prefix = prefix;
  }

  synchronized Verdict spend(CountedTogether counted, long nowMillis, long nowNanos) {
    Verdict verdict = look(counted, nowMillis, nowNanos);
    if (verdict == Verdict.SPENT) {
      for (int i = 0; i < held.size(); i++) {
        held.get(i).spend();
      }
    }
    return verdict;
  }

  /** What {@link #spend} would say, without spending. */
  // The same object means that nothing changed; comparing it would cost every request.
  @SuppressWarnings("ReferenceEquality")
  synchronized Verdict look(CountedTogether counted, long nowMillis, long nowNanos) {
    if (applied != counted) {
      apply(counted, nowMillis);
    }
    boolean turned = false;
    boolean unknown = false;
    boolean usedUp = false;
    for (int i = 0; i < held.size(); i++) {
      HeldPermits each = held.get(i);
      turned |= each.turn(nowMillis);
      usedUp |= each.isUsedUp(nowNanos);
      unknown |= !each.hasOne();
    }
    if (turned) {
      joinPolicy();
    }
    return usedUp ? Verdict.USED_UP : unknown ? Verdict.UNKNOWN : Verdict.SPENT;
  }

  /**
   * The call was refused for another cause: it costs nothing. Where these are no longer what it was
   * counted under, its permits are lost rather than given to others.
   *
   * @param spentMillis when it was counted
   */
  // The same object means that nothing changed.
  @SuppressWarnings("ReferenceEquality")
  synchronized void unspend(CountedTogether counted, long spentMillis) {
    if (applied == counted) {
      held.forEach(each -> each.unspend(spentMillis));
    }
  }

  synchronized boolean isLow(long nowMillis) {
    for (int i = 0; i < held.size(); i++) {
      if (held.get(i).isLow(nowMillis)) {
        return true;
      }
    }
    return false;
  }

  /** What to ask the store for, for those that have none left or little. */
  synchronized List<Ask> asks(int nodes, long nowMillis, long nowNanos) {
    List<Ask> asks = new ArrayList<>(held.size());
    held.forEach(each -> each.ask(asks, nodes, nowMillis, nowNanos));
    return asks;
  }

  synchronized void granted(Account account, Lease lease, long nowNanos) {
    held.forEach(each -> each.granted(account, lease, nowNanos));
  }

  synchronized void failed(Account account) {
    held.forEach(each -> each.failed(account));
  }

  /** Takes out what nobody seems to need, to be given back. */
  synchronized void release(boolean evenIfBusy, List<Unspent> into) {
    into.addAll(dropped);
    dropped.clear();
    held.forEach(each -> each.release(evenIfBusy, into));
  }

  /** Whether a limit is used up, and not quotas alone. */
  synchronized boolean isLimited(long nowNanos) {
    for (int i = 0; i < held.size(); i++) {
      if (held.get(i).allowance().isLimit() && held.get(i).isUsedUp(nowNanos)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Adds where they stand.
   *
   * @param refusing which reason refused the call; null for none of these
   */
  synchronized void tell(
      List<Decision.Standing> standings, @Nullable Reason refusing, long nowMillis, long nowNanos) {
    for (int i = 0; i < held.size(); i++) {
      HeldPermits each = held.get(i);
      Reason own = each.allowance().isLimit() ? Reason.RATE_LIMITED : Reason.QUOTA_EXCEEDED;
      standings.add(each.standing(nowMillis, refusing == own && each.isUsedUp(nowNanos)));
    }
  }

  /** Their members of the RateLimit-Policy field. */
  synchronized String policy() {
    return policy;
  }

  /** The same between other members, put together once while they are the same. */
  @SuppressWarnings("ReferenceEquality")
  synchronized String policyBetween(String before, String after, String last) {
    boolean same =
        joinedFrom.size() == 3
            && joinedFrom.get(0) == before
            && joinedFrom.get(1) == after
            && joinedFrom.get(2) == last;
    if (!same) {
      joinedFrom.clear();
      joinedFrom.addAll(List.of(before, after, last));
      joined =
          Stream.of(before, policy, after, last)
              .filter(members -> !members.isEmpty())
              .collect(Collectors.joining(", "));
    }
    return joined;
  }

  private void apply(CountedTogether counted, long nowMillis) {
    List<HeldPermits> next = new ArrayList<>();
    for (Limit limit : counted.limits()) {
      next.add(keepOrBegin(Allowance.of(holder, route, prefix, limit), nowMillis));
    }
    for (Quota quota : counted.quotas()) {
      next.add(keepOrBegin(Allowance.of(holder, prefix, quota), nowMillis));
    }
    // What they hold is nobody's loss: it goes back with the next that is given back.
    held.stream().filter(each -> !next.contains(each)).forEach(each -> each.release(true, dropped));
    held = List.copyOf(next);
    applied = counted;
    joinPolicy();
  }

  private HeldPermits keepOrBegin(Allowance allowance, long nowMillis) {
    return held.stream()
        .filter(each -> each.allowance().equals(allowance))
        .findFirst()
        .orElseGet(() -> new HeldPermits(allowance, nowMillis));
  }

  private void joinPolicy() {
    policy = held.stream().map(HeldPermits::policy).collect(Collectors.joining(", "));
    joinedFrom.clear();
  }
}
