// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.explain;

import dev.latchkey.gateway.GatewayRules;
import dev.latchkey.gateway.accept.CanonicalTarget;
import dev.latchkey.gateway.accept.Networks;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authorize.AccessRule;
import dev.latchkey.gateway.authorize.AccessRules;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.identify.RouteTable;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.KeyGrant;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Leads a call that nobody makes past the very stages that enforce. Any thread. */
final class Walk {
  private final RouteTable routes;
  private final KeyCheck keys;
  private final Map<String, AccessRule> accessRules;
  private final ShadowCheck shadows;
  private final InstantSource clock;

  Walk(GatewayRules rules, ShadowCheck shadows, InstantSource clock) {
    this.routes = rules.routes();
    this.keys = new KeyCheck(rules.keys());
    this.accessRules = AccessRules.of(rules.routes().routes());
    this.shadows = shadows;
    this.clock = clock;
  }

  /** The call as far as it came; null where there is no key to count it for. */
  @Nullable Supposed past(Question question, Findings findings) {
    Route route = route(question, findings);
    if (route == null) {
      return null;
    }
    closed(route, findings);
    if (route.open()) {
      findings.pass("credential", "the route is public: no key is asked for");
      address(route, question.address(), findings);
      return null;
    }
    findings.pass("credential", "one key, in " + String.join(" or ", route.credentials()));
    ApiKey key = question.key();
    if (key == null) {
      findings.fail("key", Reason.KEY_INVALID, "there is no such key");
      return null;
    }
    return withKey(key, route, question, findings);
  }

  private @Nullable Supposed withKey(
      ApiKey key, Route route, Question question, Findings findings) {
    Instant now = clock.instant();
    KeyGrant presented = question.presented();
    KeyGrant grant = presented == null ? NewestSecret.grant(key, now) : presented;
    KeyState state = keys.profile(key, grant, route, findings);
    if (state == null) {
      return null;
    }
    KeyCheck.status(key, state, now, findings);
    Supposed call = new Supposed(route, state, question.address());
    access(call, question.address() != null, findings);
    shadows.access(call, findings);
    Limits.tell(key, state, route, findings);
    return call;
  }

  private @Nullable Route route(Question question, Findings findings) {
    try {
      CanonicalTarget target = CanonicalTarget.parse(question.target());
      Route route = routes.find(question.host(), question.method(), target);
      findings.requires(route.required());
      findings.pass("route", route.id() + " (" + route.path() + ")");
      return route;
    } catch (Refusal refusal) {
      String allow = refusal.allow();
      String hint = allow == null ? "" : " Allowed: " + allow + ".";
      findings.fail("route", refusal.reason(), refusal.reason().detail() + hint);
      return null;
    }
  }

  private static void closed(Route route, Findings findings) {
    Refusal closed = route.policy().closed();
    if (closed != null) {
      boolean maintained = closed.reason() == Reason.MAINTENANCE;
      findings.fail(
          maintained ? "maintenance" : "route", closed.reason(), closed.reason().detail());
    }
  }

  private static void address(Route route, @Nullable String address, Findings findings) {
    Networks networks = route.policy().addresses();
    if (address != null && !networks.isEmpty() && !networks.contains(address)) {
      findings.fail("address", Reason.IP_NOT_ALLOWED, address + " is in no network of the route");
    }
  }

  private void access(Supposed call, boolean judgeAddress, Findings findings) {
    accessRules.forEach(
        (check, rule) -> {
          if (check.equals("address") && !judgeAddress) {
            findings.pass(check, "no address was given");
            return;
          }
          Refusal objection = rule.objection(call);
          String detail = AccessDetail.of(check, call);
          if (objection == null) {
            findings.pass(check, detail);
          } else {
            findings.fail(check, objection.reason(), detail);
          }
        });
  }
}
