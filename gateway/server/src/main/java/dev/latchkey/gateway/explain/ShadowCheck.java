// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.explain;

import dev.latchkey.gateway.authorize.ShadowRules;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.limit.CallCounter;
import dev.latchkey.gateway.refusal.Refusal;
import java.util.List;

/** What the shadow of a route would say of a call. It refuses nothing, so it only warns. */
final class ShadowCheck {
  private final ShadowRules rules;

  /**
   * @param routes by index
   */
  ShadowCheck(List<Route> routes) {
    this.rules = new ShadowRules(routes);
  }

  /** Its rules of access. */
  void access(Supposed call, Findings findings) {
    Refusal objection = rules.objection(call);
    if (objection != null) {
      findings.warn("shadow", wouldRefuse(objection));
    } else if (call.route().shadow() != null) {
      findings.pass("shadow", "the route's shadow has no objection");
    }
  }

  /**
   * Its limits, where its rules of access let the call come that far.
   *
   * @param spend whether the call is counted as if it were made
   */
  void count(Supposed call, CallCounter counter, boolean spend, Findings findings) {
    Route shadow = call.route().shadow();
    if (shadow == null || shadow.limits().isEmpty() || rules.objection(call) != null) {
      return;
    }
    Refusal objection = counter.wouldRefuse(call.key(), call.route(), spend);
    if (objection == null) {
      findings.pass("shadow_count", "the limits of the route's shadow would let it pass");
    } else {
      findings.warn("shadow_count", wouldRefuse(objection));
    }
  }

  private static String wouldRefuse(Refusal objection) {
    String named = objection.named().isEmpty() ? "" : ": " + String.join(", ", objection.named());
    return "the route's shadow would refuse it, " + objection.reason().code() + named;
  }
}
