// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

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

/**
 * All quotas of one key, or of one consumer, on this node. The lock makes them one decision: all
 * count or none does.
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
  private final String prefix;
  private List<Quota> applied = List.of();
  private List<HeldPermits> held = List.of();
  private final List<Unspent> dropped = new ArrayList<>();
  private String policy = "";
  private String joinedBefore = "";
  private String joinedAfter = "";
  private String joined = "";

  /**
   * @param prefix stands before the quotas' names where clients read them
   */
  HeldQuotas(UUID holder, String prefix) {
    this.holder = holder;
    this.prefix = prefix;
  }

  synchronized Verdict spend(List<Quota> quotas, long nowMillis, long nowNanos) {
    Verdict verdict = look(quotas, nowMillis, nowNanos);
    if (verdict == Verdict.SPENT) {
      for (int i = 0; i < held.size(); i++) {
        held.get(i).spend();
      }
    }
    return verdict;
  }

  /** What {@link #spend} would say, without spending. */
  // The same list means that nothing changed; comparing it would cost every request.
  @SuppressWarnings("ReferenceEquality")
  synchronized Verdict look(List<Quota> quotas, long nowMillis, long nowNanos) {
    if (applied != quotas) {
      apply(quotas, nowMillis);
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
   * The call was refused for another cause: it costs nothing. Where these are no longer the quotas
   * that it was counted under, its permits are lost rather than given to others.
   *
   * @param spentMillis when it was counted
   */
  // The same list means that nothing changed.
  @SuppressWarnings("ReferenceEquality")
  synchronized void unspend(List<Quota> quotas, long spentMillis) {
    if (applied == quotas) {
      held.forEach(each -> each.unspend(spentMillis));
    }
  }

  synchronized boolean isLow() {
    for (int i = 0; i < held.size(); i++) {
      if (held.get(i).isLow()) {
        return true;
      }
    }
    return false;
  }

  /** What to ask the store for, for those that have none left or little. */
  synchronized List<Ask> asks(long nowNanos) {
    List<Ask> asks = new ArrayList<>(held.size());
    for (HeldPermits each : held) {
      if (!each.hasOne() || each.isLow()) {
        Ask ask = each.ask(nowNanos);
        if (ask != null) {
          asks.add(ask);
        }
      }
    }
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
    for (HeldPermits each : held) {
      long permits = each.release(evenIfBusy);
      if (permits > 0) {
        into.add(new Unspent(each.account(), permits));
      }
    }
  }

  /**
   * Adds where the quotas stand.
   *
   * @param refused whether one that is used up is why the call was refused
   */
  synchronized void tell(
      List<Decision.Standing> standings, boolean refused, long nowMillis, long nowNanos) {
    for (int i = 0; i < held.size(); i++) {
      HeldPermits each = held.get(i);
      standings.add(each.standing(nowMillis, refused && each.isUsedUp(nowNanos)));
    }
  }

  /** The quotas' members of the RateLimit-Policy field. */
  synchronized String policy() {
    return policy;
  }

  /** The same between other members, put together once while they are the same. */
  @SuppressWarnings("ReferenceEquality")
  synchronized String policyBetween(String before, String after) {
    if (joinedBefore != before || joinedAfter != after || joined.isEmpty()) {
      joinedBefore = before;
      joinedAfter = after;
      joined =
          Stream.of(before, policy, after)
              .filter(members -> !members.isEmpty())
              .collect(Collectors.joining(", "));
    }
    return joined;
  }

  private void apply(List<Quota> quotas, long nowMillis) {
    List<HeldPermits> next = new ArrayList<>(quotas.size());
    for (Quota quota : quotas) {
      next.add(
          held.stream()
              .filter(each -> each.quota().equals(quota))
              .findFirst()
              .orElseGet(() -> new HeldPermits(holder, prefix + quota.name(), quota, nowMillis)));
    }
    // What they hold is nobody's loss: it goes back with the next that is given back.
    held.stream().filter(each -> !next.contains(each)).forEach(each -> drop(each));
    held = List.copyOf(next);
    applied = quotas;
    joinPolicy();
  }

  private void drop(HeldPermits old) {
    long permits = old.release(true);
    if (permits > 0) {
      dropped.add(new Unspent(old.account(), permits));
    }
  }

  private void joinPolicy() {
    policy = held.stream().map(HeldPermits::policy).collect(Collectors.joining(", "));
    joined = "";
  }
}
