// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.explain;

import dev.latchkey.gateway.GatewayRules;
import dev.latchkey.gateway.accept.CanonicalTarget;
import dev.latchkey.gateway.accept.Networks;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authorize.AccessRule;
import dev.latchkey.gateway.authorize.AccessRules;
import dev.latchkey.gateway.authorize.ShadowRules;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.limit.CallCounter;
import dev.latchkey.gateway.limit.Decision;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.KeyGrant;
import dev.latchkey.keys.KeyStatus;
import dev.latchkey.keys.Scope;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Walks a call that nobody makes past the very stages that enforce. After the first objection it
 * goes on where it can, so that everything to be mended is told at once. Any thread.
 */
public final class Explainer {
  private final GatewayRules rules;
  private final Map<String, AccessRule> accessRules;
  private final ShadowRules shadows;
  private final InstantSource clock;

  public Explainer(GatewayRules rules, InstantSource clock) {
    this.rules = rules;
    this.accessRules = AccessRules.of(rules.routes().routes());
    this.shadows = new ShadowRules(rules.routes().routes());
    this.clock = clock;
  }

  /** Counts nothing, and notes no use. */
  public Explanation explain(Question question) {
    Findings findings = new Findings();
    walk(question, findings);
    return findings.done();
  }

  /**
   * Explains, and then asks the counters of this node, too.
   *
   * @param spend whether the call is counted as if it were made
   * @return fails with a Fault when the store that counts quotas is away
   */
  public Future<Explanation> judge(Question question, CallCounter counter, boolean spend) {
    Findings findings = new Findings();
    Supposed call = walk(question, findings);
    if (call == null || !findings.clear()) {
      return Future.succeededFuture(findings.done());
    }
    return counted(call, counter, spend)
        .transform(
            done -> {
              if (done.succeeded()) {
                findings.pass("count", Limits.tell(done.result()));
                shadowCount(call, counter, spend, findings);
              } else if (done.cause() instanceof Refusal refusal) {
                String used = String.join(", ", refusal.named());
                findings.fail("count", refusal.reason(), used + " is used up");
              } else {
                return Future.failedFuture(done.cause());
              }
              return Future.succeededFuture(findings.done());
            });
  }

  private void shadowCount(Supposed call, CallCounter counter, boolean spend, Findings findings) {
    Route shadow = call.route().shadow();
    if (shadow == null || shadow.limits().isEmpty() || shadows.objection(call) != null) {
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

  private static Future<Decision> counted(Supposed call, CallCounter counter, boolean spend) {
    if (!spend) {
      return counter.look(call.key(), call.route());
    }
    try {
      Decision decision = counter.count(call.key(), call.route());
      return decision == null
          ? counter.askAndCount(call.key(), call.route())
          : Future.succeededFuture(decision);
    } catch (Refusal refusal) {
      return Future.failedFuture(refusal);
    }
  }

  /** The call as far as it came; null where there is no key to count it for. */
  private @Nullable Supposed walk(Question question, Findings findings) {
    Route route = route(question, findings);
    if (route == null) {
      return null;
    }
    Refusal closed = route.policy().closed();
    if (closed != null) {
      boolean maintained = closed.reason() == Reason.MAINTENANCE;
      findings.fail(
          maintained ? "maintenance" : "route", closed.reason(), closed.reason().detail());
    }
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
    Instant now = clock.instant();
    KeyGrant presented = question.presented();
    KeyState state =
        key(key, presented == null ? NewestSecret.grant(key, now) : presented, route, findings);
    if (state == null) {
      return null;
    }
    status(key, state, now, findings);
    Supposed call = new Supposed(route, state, question.address());
    access(call, question.address() != null, findings);
    shadow(call, findings);
    Limits.tell(key, state, route, findings);
    return call;
  }

  private static void address(Route route, @Nullable String address, Findings findings) {
    Networks networks = route.policy().addresses();
    if (address != null && !networks.isEmpty() && !networks.contains(address)) {
      findings.fail("address", Reason.IP_NOT_ALLOWED, address + " is in no network of the route");
    }
  }

  private @Nullable Route route(Question question, Findings findings) {
    try {
      CanonicalTarget target = CanonicalTarget.parse(question.target());
      Route route = rules.routes().find(question.host(), question.method(), target);
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

  /** The key as the request path would see it; null where its profile is unknown here. */
  private @Nullable KeyState key(ApiKey key, KeyGrant grant, Route route, Findings findings) {
    KeyState state = rules.keys().compile(grant, 0);
    if (state == null) {
      findings.fail(
          "profile", Reason.KEY_INVALID, "the configuration has no profile " + key.profile());
    } else if (!route.profiles().isEmpty() && !route.profiles().contains(key.profile())) {
      findings.fail(
          "profile",
          Reason.KEY_INVALID,
          "the key is of profile "
              + key.profile()
              + ", the route takes "
              + route.profiles().stream().sorted().collect(Collectors.joining(", ")));
    } else {
      findings.pass("profile", key.profile());
    }
    return state;
  }

  private static void status(ApiKey key, KeyState state, Instant now, Findings findings) {
    KeyStatus status = key.status(now);
    if (state.isUsable(now.toEpochMilli())) {
      findings.pass("status", status.word());
    } else if (status != KeyStatus.ACTIVE) {
      findings.fail("status", Reason.KEY_INVALID, "the key is " + status.word());
    } else if (key.secrets().stream().noneMatch(secret -> secret.isLive(now))) {
      findings.fail("status", Reason.KEY_INVALID, "none of the key's secrets works any more");
    } else if (hasEnded(state, now)) {
      findings.fail("status", Reason.KEY_INVALID, "this secret was replaced and has ended");
    } else {
      findings.fail(
          "status",
          Reason.KEY_INVALID,
          "the key is older than keys of environment " + key.environment() + " may become");
    }
  }

  private static boolean hasEnded(KeyState state, Instant now) {
    Instant end = state.grant().secretEndsAt();
    return end != null && !now.isBefore(end);
  }

  private void access(Supposed call, boolean judgeAddress, Findings findings) {
    accessRules.forEach(
        (check, rule) -> {
          if (check.equals("address") && !judgeAddress) {
            findings.pass(check, "no address was given");
            return;
          }
          Refusal objection = rule.objection(call);
          String detail = detail(check, call);
          if (objection == null) {
            findings.pass(check, detail);
          } else {
            findings.fail(check, objection.reason(), detail);
          }
        });
  }

  private void shadow(Supposed call, Findings findings) {
    Refusal objection = shadows.objection(call);
    if (objection != null) {
      findings.warn("shadow", wouldRefuse(objection));
    } else if (call.route().shadow() != null) {
      findings.pass("shadow", "the route's shadow has no objection");
    }
  }

  private static String detail(String check, Supposed call) {
    KeyGrant grant = call.key().grant();
    Route route = call.route();
    return switch (check) {
      case "environment" ->
          "the key's is "
              + orNone(grant.environment())
              + ", the route asks for "
              + (route.environment() == null ? "any" : route.environment());
      case "address" ->
          call.client()
              + ", the key is good from "
              + (grant.ipAllow().isEmpty() ? "anywhere" : String.join(", ", grant.ipAllow()))
              + (route.policy().addresses().isEmpty() ? "" : ", the route is bound to networks");
      default ->
          "the route requires "
              + (route.required().isEmpty()
                  ? "none"
                  : String.join(route.anyScope() ? " or " : " and ", route.required()))
              + ", the key has "
              + orNone(grant.scopes().stream().map(Scope::id).collect(Collectors.joining(", ")));
    };
  }

  private static String orNone(@Nullable String text) {
    return text == null || text.isEmpty() ? "none" : text;
  }
}
