// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import dev.latchkey.gateway.refusal.RateFields;
import dev.latchkey.gateway.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refusals by limits, ready to be said again: who calls too often does so many times, and until the
 * next second nothing of his refusal differs, nor from those of others under the same limits.
 * Bounded; one takes the place of another. Any thread: what two threads write at the same time says
 * the same, or is one of the two.
 */
final class ReadyRefusals {
  private static final @Nullable Decision[] READY = new Decision[1_024];

  private ReadyRefusals() {}

  /**
   * The decision not to admit a call, with its refusal.
   *
   * @param asked at the moment that they were asked about; callers hold their lock
   * @param policy of all of them
   */
  static Decision of(List<Bucket> asked, String policy) {
    int hash = policy.hashCode();
    for (int i = 0; i < asked.size(); i++) {
      hash = 31 * hash + asked.get(i).standingHash();
    }
    int slot = (hash ^ hash >>> 16) & (READY.length - 1);
    Decision ready = READY[slot];
    if (ready == null || !says(ready, asked, policy)) {
      ready = refused(asked, policy);
      READY[slot] = ready;
    }
    return ready;
  }

  private static boolean says(Decision ready, List<Bucket> asked, String policy) {
    List<Decision.Standing> standings = ready.standings();
    boolean same = standings.size() == asked.size() && ready.policy().equals(policy);
    for (int i = 0; same && i < asked.size(); i++) {
      same = asked.get(i).isAt(standings.get(i));
    }
    return same;
  }

  private static Decision refused(List<Bucket> asked, String policy) {
    List<Decision.Standing> standings = new ArrayList<>(asked.size());
    for (Bucket bucket : asked) {
      standings.add(bucket.standing(false));
    }
    Decision refused = new Decision(false, standings, policy);
    RateFields fields = RateLimitFields.of(refused).asOctets();
    return refused.with(Refusal.rateLimited(fields, refused.violated()));
  }
}
