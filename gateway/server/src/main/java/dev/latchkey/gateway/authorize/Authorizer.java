// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authorize;

import dev.latchkey.gateway.authenticate.Caller;
import dev.latchkey.gateway.refusal.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks every rule, in order; the first objection decides. */
public final class Authorizer {
  private final AccessRule[] rules;
  private final ShadowRules shadows;

  /**
   * @throws IllegalArgumentException without any rule: nothing to ask would mean that all may pass
   */
  public Authorizer(List<AccessRule> rules, ShadowRules shadows) {
    if (rules.isEmpty()) {
      throw new IllegalArgumentException("an authorizer needs rules");
    }
    this.rules = rules.toArray(AccessRule[]::new);
    this.shadows = shadows;
  }

  /**
   * @throws Refusal as the first objecting rule says
   */
  public Permit authorize(Caller caller) {
    for (AccessRule rule : rules) {
      Refusal objection = rule.objection(caller);
      if (objection != null) {
        throw objection;
      }
    }
    return new Permit(caller);
  }

  /** What stricter rules would refuse this call with; null for nothing. */
  public @Nullable Refusal wouldRefuse(Caller caller) {
    return shadows.objection(caller);
  }
}
