// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.identify.ScopeIndex;
import dev.latchkey.keys.KeyGrant;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Limit;
import dev.latchkey.keys.Quota;
import dev.latchkey.keys.SharedLimits;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.Validity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Proofs for tests of the stages behind the authenticator. */
public final class KeyStates {
  /** The rules of tests that are about something else. */
  public static final KeyStateCompiler RULES = compiler(Map.of());

  private KeyStates() {}

  /** A compiler that knows the profile agent, with these plans. */
  public static KeyStateCompiler compiler(Map<String, KeyStateCompiler.PlanRules> plans) {
    return new KeyStateCompiler(
        new ScopeIndex(List.of()),
        Map.of("agent", new KeyStateCompiler.ProfileRules(null, Map.of())),
        plans);
  }

  /** A usable key with limits of its own. */
  public static KeyState limited(KeyId id, Limit... limits) {
    return Objects.requireNonNull(compiler(Map.of()).compile(grant(id, List.of(limits), null), 1));
  }

  /** A usable key whose plan has these quotas. */
  public static KeyState underQuota(KeyId id, List<Quota> quotas, Limit... limits) {
    var plan = new KeyStateCompiler.PlanRules(List.of(limits), quotas);
    return Objects.requireNonNull(
        compiler(Map.of("plan", plan)).compile(grant(id, List.of(), "plan"), 1));
  }

  /** A new key that shares limits, beside some of its own. */
  public static KeyState sharing(SharedLimits shared, Limit... limits) {
    KeyGrant grant = grant(new KeyId(UUID.randomUUID()), List.of(limits), null);
    return Objects.requireNonNull(compiler(Map.of()).compile(of(grant, shared), 1));
  }

  /** A new key with a quota per day of its own, and those of its consumer's plan. */
  public static KeyState sharingQuotas(UUID consumer, List<Quota> quotas, long perDay) {
    var plan = new KeyStateCompiler.PlanRules(List.of(), quotas);
    var own =
        new KeyStateCompiler.PlanRules(
            List.of(), List.of(new Quota("day", perDay, Quota.Period.DAY)));
    KeyGrant grant = grant(new KeyId(UUID.randomUUID()), List.of(), "own");
    SharedLimits shared = new SharedLimits(consumer, "shared", List.of());
    return Objects.requireNonNull(
        compiler(Map.of("own", own, "shared", plan)).compile(of(grant, shared), 1));
  }

  private static KeyGrant of(KeyGrant own, SharedLimits shared) {
    return new KeyGrant(
        own.id(),
        own.secretId(),
        own.secretPending(),
        own.secretEndsAt(),
        own.tenant(),
        own.profile(),
        own.name(),
        own.environment(),
        own.scopes(),
        own.plan(),
        own.limits(),
        own.ipAllow(),
        "crm",
        own.validity(),
        own.createdAt(),
        own.neverUsed(),
        shared,
        null);
  }

  static KeyGrant grant(KeyId id, List<Limit> limits, @Nullable String plan) {
    return new KeyGrant(
        id,
        UUID.randomUUID(),
        false,
        null,
        new Tenant("acme"),
        "agent",
        "CRM sync",
        null,
        new TreeSet<>(),
        plan,
        limits,
        List.of(),
        null,
        Validity.UNLIMITED,
        Instant.EPOCH,
        false,
        null,
        null);
  }

  public static Caller caller(Exchange exchange, Route route, @Nullable KeyState key) {
    return new Caller(exchange, route, key);
  }
}
