// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import dev.latchkey.gateway.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The refusals by one limit, ready to be said again: one for each time to wait, of which there are
 * few, and nothing else of them differs. Whoever calls too often does so many times. Bounded; one
 * takes the place of another. Any thread: what two threads write at the same time is the same, or
 * one of the two.
 */
final class ReadyRefusals {
  private static final int MOST = 64;

  private record Ready(int resetSeconds, Refusal refusal) {}

  /** Null until the first: most limits are never reached. */
  private @Nullable Ready @Nullable [] ready;

  Refusal of(LimitTerms terms, int resetSeconds) {
    @Nullable Ready[] all = ready;
    if (all == null) {
      all = new Ready[MOST];
      ready = all;
    }
    int slot = resetSeconds & (MOST - 1);
    Ready found = all[slot];
    if (found == null || found.resetSeconds() != resetSeconds) {
      found = new Ready(resetSeconds, refusal(terms, resetSeconds));
      all[slot] = found;
    }
    return found.refusal();
  }

  private static Refusal refusal(LimitTerms terms, int resetSeconds) {
    Decision refused = Decision.of(false, terms, 0, resetSeconds);
    return Refusal.rateLimited(RateLimitFields.of(refused), refused.violated());
  }
}
