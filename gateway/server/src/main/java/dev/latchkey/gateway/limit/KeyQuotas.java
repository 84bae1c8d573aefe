// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Quota;
import dev.latchkey.keys.QuotaLedger.Account;
import dev.latchkey.keys.QuotaLedger.Ask;
import dev.latchkey.keys.QuotaLedger.Lease;
import dev.latchkey.keys.QuotaLedger.Unspent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** All quotas of one key on this node. The lock makes them one decision: all count or none does. */
final class KeyQuotas {
  /** What can be said without asking anybody. */
  enum Verdict {
    /** A permit of every quota was spent. */
    SPENT,
    /** One of them is used up. */
    USED_UP,
    /** The store has to be asked for permits. */
    UNKNOWN
  }

  private final KeyId key;
  private List<Quota> applied = List.of();
  private List<HeldPermits> held = List.of();
  private String policy = "";
  private String joinedFrom = "";
  private String joined = "";

  KeyQuotas(KeyId key) {
    this.key = key;
  }

  synchronized Verdict spend(KeyState state, long nowMillis, long nowNanos) {
    Verdict verdict = look(state, nowMillis, nowNanos);
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
  synchronized Verdict look(KeyState state, long nowMillis, long nowNanos) {
    if (applied != state.quotas()) {
      apply(state.quotas(), nowMillis);
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

  /** The call was refused for another cause: it costs nothing. */
  synchronized void unspend() {
    held.forEach(HeldPermits::unspend);
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
    for (HeldPermits each : held) {
      long permits = each.release(evenIfBusy);
      if (permits > 0) {
        into.add(new Unspent(each.account(), permits));
      }
    }
  }

  /** A limiter's decision with the quotas' standings behind its own. */
  synchronized Decision with(Decision limits, boolean admitted, long nowMillis, long nowNanos) {
    List<Decision.Standing> standings = new ArrayList<>(limits.standings().size() + held.size());
    standings.addAll(limits.standings());
    for (int i = 0; i < held.size(); i++) {
      HeldPermits each = held.get(i);
      boolean violated = limits.admitted() && !admitted && each.isUsedUp(nowNanos);
      standings.add(each.standing(nowMillis, violated));
    }
    return new Decision(admitted, standings, policyAfter(limits.policy()));
  }

  @SuppressWarnings("ReferenceEquality")
  private String policyAfter(String limits) {
    if (joinedFrom != limits || joined.isEmpty()) {
      joinedFrom = limits;
      joined = limits.isEmpty() ? policy : limits + ", " + policy;
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
              .orElseGet(() -> new HeldPermits(key, quota, nowMillis)));
    }
    held = List.copyOf(next);
    applied = quotas;
    joinPolicy();
  }

  private void joinPolicy() {
    policy = held.stream().map(HeldPermits::policy).collect(Collectors.joining(", "));
    joined = "";
  }
}
