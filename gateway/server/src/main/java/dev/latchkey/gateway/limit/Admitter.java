// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authorize.Permit;
import dev.latchkey.gateway.refusal.Refusal;
import java.util.List;

/** The stage that counts: permit to admission, or a refusal that says when to come back. */
public final class Admitter {
  private final Limiter limiter;

  public Admitter(Limiter limiter) {
    this.limiter = limiter;
  }

  /**
   * @throws Refusal RATE_LIMITED with the fields that say when to come back
   */
  public Admission admit(Permit permit) {
    KeyState key = permit.caller().key();
    if (key == null) {
      return new Admission(permit, Decision.UNLIMITED);
    }
    Decision decision = limiter.ask(key, permit.caller().route());
    if (!decision.admitted()) {
      throw Refusal.rateLimited(RateLimitFields.of(decision), violated(decision));
    }
    return new Admission(permit, decision);
  }

  private static List<String> violated(Decision decision) {
    return decision.standings().stream()
        .filter(Decision.Standing::violated)
        .map(Decision.Standing::name)
        .toList();
  }
}
