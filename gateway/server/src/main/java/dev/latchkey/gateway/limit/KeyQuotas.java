// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import dev.latchkey.gateway.limit.HeldQuotas.Verdict;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.keys.CountedTogether;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The quotas and limits of the cluster that count a call: the key's own, its route's, and those
 * that it uses up together with others of its consumer. Any thread.
 */
final class KeyQuotas {
  private final Part own;
  private final @Nullable Part route;
  private final @Nullable Part consumer;

  /**
   * @param route null where the route has none
   * @param consumer null where the consumer has none
   */
  KeyQuotas(Part own, @Nullable Part route, @Nullable Part consumer) {
    this.own = own;
    this.route = route;
    this.consumer = consumer;
  }

  /**
   * Those of one holder.
   *
   * @param counted what is in force for this call
   */
  record Part(HeldQuotas held, CountedTogether counted) {
    Verdict spend(boolean count, long nowMillis, long nowNanos) {
      return count
          ? held.spend(counted, nowMillis, nowNanos)
          : held.look(counted, nowMillis, nowNanos);
    }

    void unspend(long spentMillis) {
      held.unspend(counted, spentMillis);
    }
  }

  /** All that there are, in the order in which they are asked and told. */
  List<Part> parts() {
    List<Part> parts = new ArrayList<>(3);
    parts.add(own);
    if (route != null) {
      parts.add(route);
    }
    if (consumer != null) {
      parts.add(consumer);
    }
    return parts;
  }

  /**
   * Spends one permit of each, or none: what was spent before one that refuses goes back. No lock
   * is held over all of them; who asks in between may be refused by what is about to come back.
   */
  Verdict spend(long nowMillis, long nowNanos) {
    return decide(true, nowMillis, nowNanos);
  }

  /** What {@link #spend} would say, without spending. */
  Verdict look(long nowMillis, long nowNanos) {
    return decide(false, nowMillis, nowNanos);
  }

  private Verdict decide(boolean count, long nowMillis, long nowNanos) {
    Verdict first = own.spend(count, nowMillis, nowNanos);
    if (route == null && consumer == null) {
      return first;
    }
    Verdict second = after(first, route, count, nowMillis, nowNanos);
    Verdict third = after(second, consumer, count, nowMillis, nowNanos);
    if (count && third != Verdict.SPENT && first == Verdict.SPENT) {
      own.unspend(nowMillis);
      if (route != null && second == Verdict.SPENT) {
        route.unspend(nowMillis);
      }
    }
    return third;
  }

  /** Where it is unknown already, the next is looked at so that one answer brings both. */
  private static Verdict after(
      Verdict before, @Nullable Part part, boolean count, long nowMillis, long nowNanos) {
    if (part == null || before == Verdict.USED_UP) {
      return before;
    }
    Verdict verdict = part.spend(count && before == Verdict.SPENT, nowMillis, nowNanos);
    return before == Verdict.SPENT ? verdict : before;
  }

  /**
   * The call was refused for another cause: it costs nothing.
   *
   * @param spentMillis when it was counted
   */
  void unspend(long spentMillis) {
    parts().forEach(part -> part.unspend(spentMillis));
  }

  boolean isLow(long nowMillis) {
    return own.held().isLow(nowMillis)
        || (route != null && route.held().isLow(nowMillis))
        || (consumer != null && consumer.held().isLow(nowMillis));
  }

  /** Why a call is refused for which one of these is used up: for a limit before a quota. */
  Reason reason(long nowNanos) {
    return parts().stream().anyMatch(part -> part.held().isLimited(nowNanos))
        ? Reason.RATE_LIMITED
        : Reason.QUOTA_EXCEEDED;
  }

  /**
   * A limiter's decision with where these stand behind its own.
   *
   * @param refusing which reason of these refused the call; null for none
   */
  Decision with(
      Decision limits, boolean admitted, @Nullable Reason refusing, long nowMillis, long nowNanos) {
    List<Decision.Standing> standings = new ArrayList<>(limits.standings().size() + 4);
    standings.addAll(limits.standings());
    own.held().tell(standings, refusing, nowMillis, nowNanos);
    String after = "";
    if (route != null) {
      route.held().tell(standings, refusing, nowMillis, nowNanos);
      after = route.held().policy();
    }
    String last = "";
    if (consumer != null) {
      consumer.held().tell(standings, refusing, nowMillis, nowNanos);
      last = consumer.held().policy();
    }
    return new Decision(
        admitted, standings, own.held().policyBetween(limits.policy(), after, last));
  }
}
