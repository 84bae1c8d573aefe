// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authenticate.Together;
import dev.latchkey.gateway.limit.HeldQuotas.Verdict;
import dev.latchkey.keys.Quota;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The quotas that count a key's calls: its own, and those that it uses up together with others of
 * its consumer. Any thread.
 *
 * @param together null where the consumer has none
 */
record KeyQuotas(KeyState key, HeldQuotas own, @Nullable HeldQuotas together) {
  /**
   * Spends one permit of each quota, or none. One of the key's own is given back when the consumer
   * has none left; who asks in between has the same consumer, so the answer is the same.
   */
  Verdict spend(long nowMillis, long nowNanos) {
    Verdict mine = own.spend(key.quotas(), nowMillis, nowNanos);
    if (together == null || mine == Verdict.USED_UP) {
      return mine;
    }
    if (mine == Verdict.UNKNOWN) {
      return bothUnknown(nowMillis, nowNanos);
    }
    Verdict others = together.spend(shared(), nowMillis, nowNanos);
    if (others != Verdict.SPENT) {
      own.unspend(key.quotas(), nowMillis);
    }
    return others;
  }

  /** What {@link #spend} would say, without spending. */
  Verdict look(long nowMillis, long nowNanos) {
    Verdict mine = own.look(key.quotas(), nowMillis, nowNanos);
    if (together == null || mine == Verdict.USED_UP) {
      return mine;
    }
    return mine == Verdict.UNKNOWN
        ? bothUnknown(nowMillis, nowNanos)
        : together.look(shared(), nowMillis, nowNanos);
  }

  /**
   * The call was refused for another cause: it costs nothing.
   *
   * @param spentMillis when it was counted
   */
  void unspend(long spentMillis) {
    own.unspend(key.quotas(), spentMillis);
    if (together != null) {
      together.unspend(shared(), spentMillis);
    }
  }

  boolean isLow() {
    return own.isLow() || (together != null && together.isLow());
  }

  /** A limiter's decision with the quotas' standings behind its own. */
  Decision with(Decision limits, boolean admitted, long nowMillis, long nowNanos) {
    boolean refused = limits.admitted() && !admitted;
    List<Decision.Standing> standings = new ArrayList<>(limits.standings().size() + 4);
    standings.addAll(limits.standings());
    own.tell(standings, refused, nowMillis, nowNanos);
    String after = "";
    if (together != null) {
      together.tell(standings, refused, nowMillis, nowNanos);
      after = together.policy();
    }
    return new Decision(admitted, standings, own.policyBetween(limits.policy(), after));
  }

  /** Lets the consumer's be asked for in the same statement, if they are short as well. */
  private Verdict bothUnknown(long nowMillis, long nowNanos) {
    if (together != null) {
      together.look(shared(), nowMillis, nowNanos);
    }
    return Verdict.UNKNOWN;
  }

  private List<Quota> shared() {
    Together shared = key.together();
    return shared == null ? List.of() : shared.quotas();
  }
}
