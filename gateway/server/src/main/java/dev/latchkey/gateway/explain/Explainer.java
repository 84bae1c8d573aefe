// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.explain;

import dev.latchkey.gateway.GatewayRules;
import dev.latchkey.gateway.accept.CanonicalTarget;
import dev.latchkey.gateway.accept.Networks;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authorize.AccessRule;
import dev.latchkey.gateway.authorize.AccessRules;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.KeyGrant;
import dev.latchkey.keys.KeyStatus;
import dev.latchkey.keys.Scope;
import dev.latchkey.keys.StoredSecret;
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
  private final InstantSource clock;

  public Explainer(GatewayRules rules, InstantSource clock) {
    this.rules = rules;
    this.accessRules = AccessRules.of(rules.routes().routes());
    this.clock = clock;
  }

  /** Counts nothing, and notes no use. */
  public Explanation explain(Question question) {
    Findings findings = new Findings();
    Route route = route(question, findings);
    if (route == null) {
      return findings.done();
    }
    Refusal closed = route.policy().closed();
    if (closed != null) {
      findings.fail("maintenance", closed.reason(), "the route is closed: it is under maintenance");
    }
    if (route.open()) {
      findings.pass("credential", "the route is public: no key is asked for");
      address(route, question, findings);
      return findings.done();
    }
    findings.pass("credential", "one key, in " + String.join(" or ", route.credentials()));
    Instant now = clock.instant();
    KeyState key = key(question.key(), route, now, findings);
    if (key != null) {
      status(question.key(), key, now, findings);
      access(new Supposed(route, key, question.address()), findings);
      Limits.tell(question.key(), key, route, findings);
    }
    return findings.done();
  }

  private static void address(Route route, Question question, Findings findings) {
    Networks networks = route.policy().addresses();
    if (!networks.isEmpty() && !networks.contains(question.address())) {
      findings.fail(
          "address", Reason.IP_NOT_ALLOWED, question.address() + " is in no network of the route");
    }
  }

  private @Nullable Route route(Question question, Findings findings) {
    try {
      CanonicalTarget target = CanonicalTarget.parse(question.target());
      Route route = rules.routes().find(question.host(), question.method(), target);
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
  private @Nullable KeyState key(ApiKey key, Route route, Instant now, Findings findings) {
    KeyState state = rules.keys().compile(grant(key, now), 0);
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
    } else {
      findings.fail(
          "status",
          Reason.KEY_INVALID,
          "the key is older than keys of environment " + key.environment() + " may become");
    }
  }

  private void access(Supposed call, Findings findings) {
    accessRules.forEach(
        (check, rule) -> {
          Refusal objection = rule.objection(call);
          String detail = detail(check, call);
          if (objection == null) {
            findings.pass(check, detail);
          } else {
            findings.fail(check, objection.reason(), detail);
          }
        });
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

  /** By its newest secret that works, or else its newest one. */
  private static KeyGrant grant(ApiKey key, Instant now) {
    StoredSecret secret =
        key.secrets().stream()
            .filter(each -> each.isLive(now))
            .findFirst()
            .orElse(key.secrets().isEmpty() ? ended(key) : key.secrets().get(0));
    return new KeyGrant(
        key.id(),
        secret.id(),
        secret.isPending(),
        secret.endsAt(),
        key.tenant(),
        key.profile(),
        key.name(),
        key.environment(),
        key.scopes(),
        key.plan(),
        key.limits(),
        key.ipAllow(),
        key.consumer() == null ? null : key.consumer().externalId(),
        key.validity(),
        key.created().at(),
        key.lastUsedAt() == null);
  }

  /** Stands for secrets that the store has dropped. */
  private static StoredSecret ended(ApiKey key) {
    Instant made = key.created().at();
    return StoredSecret.active(key.id().value(), made).endingAt(made);
  }
}
