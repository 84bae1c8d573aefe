// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authorize.Permit;
import dev.latchkey.gateway.refusal.Fault;
import dev.latchkey.gateway.refusal.Refusal;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** The stage that counts: permit to admission, or a refusal that says when to come back. */
public final class Admitter {
  private final CallCounter counter;

  public Admitter(CallCounter counter) {
    this.counter = counter;
  }

  /**
   * Null when the store has to be asked for a share of the quota first, which {@link #askAndAdmit}
   * does.
   *
   * @throws Refusal RATE_LIMITED or QUOTA_EXCEEDED with the fields that say when to come back
   */
  public @Nullable Admission admit(Permit permit) {
    KeyState key = permit.caller().key();
    if (key == null) {
      return new Admission(permit, Decision.UNLIMITED);
    }
    Decision decision = counter.count(key, permit.caller().route());
    return decision == null ? null : new Admission(permit, decision);
  }

  /** What the limits of its route's shadow would refuse an admitted call with; null for nothing. */
  public @Nullable Refusal wouldRefuse(Admission admission) {
    KeyState key = admission.caller().key();
    return key == null ? null : counter.wouldRefuse(key, admission.caller().route(), true);
  }

  /**
   * Waits for a share of the quota. Fails with {@link Refusal}, or with a {@link Fault} when it
   * cannot be known whether anything is left.
   *
   * @throws IllegalArgumentException for a call without a key, which nothing counts
   */
  public Future<Admission> askAndAdmit(Permit permit) {
    KeyState key = permit.caller().key();
    if (key == null) {
      throw new IllegalArgumentException("a call without a key has no quota");
    }
    return counter
        .askAndCount(key, permit.caller().route())
        .map(decision -> new Admission(permit, decision));
  }
}
