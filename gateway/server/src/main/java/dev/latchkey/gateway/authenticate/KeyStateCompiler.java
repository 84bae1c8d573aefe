// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import dev.latchkey.gateway.accept.Networks;
import dev.latchkey.gateway.identify.ScopeIndex;
import dev.latchkey.keys.CountedTogether;
import dev.latchkey.keys.Digested;
import dev.latchkey.keys.KeyGrant;
import dev.latchkey.keys.Limit;
import dev.latchkey.keys.Quota;
import dev.latchkey.keys.SharedLimits;
import io.netty.util.AsciiString;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the store says of a key into what the request path needs, under one configuration.
 * Runs once per fill of the cache, not per request. Any thread.
 */
public final class KeyStateCompiler {
  private final SharedParts shared;
  private final Map<String, ProfileRules> profiles;
  private final Map<String, PlanRules> plans;

  public KeyStateCompiler(
      ScopeIndex scopes, Map<String, ProfileRules> profiles, Map<String, PlanRules> plans) {
    this.shared = new SharedParts(scopes);
    this.profiles = Map.copyOf(profiles);
    this.plans = Map.copyOf(plans);
  }

  /**
   * What a profile adds to its keys.
   *
   * @param plan of keys that name none
   * @param maxLifetime by environment
   */
  public record ProfileRules(@Nullable String plan, Map<String, Duration> maxLifetime) {}

  /** What a plan's keys may use up. */
  public record PlanRules(List<Limit> limits, List<Quota> quotas) {
    static final PlanRules NONE = new PlanRules(List.of(), List.of());

    public PlanRules {
      limits = List.copyOf(limits);
      quotas = List.copyOf(quotas);
    }
  }

  /** Null when the key's profile is not in this configuration: such a key is unknown here. */
  public @Nullable KeyState compile(KeyGrant grant, long revision) {
    ProfileRules profile = profiles.get(grant.profile());
    return profile == null
        ? null
        : new KeyState(terms(grant, profile), grant, revision, expiresAt(grant, profile));
  }

  /** The same, to be cached under this digest. */
  @Nullable CachedKey compile(Digested digest, KeyGrant grant, long revision) {
    ProfileRules profile = profiles.get(grant.profile());
    return profile == null
        ? null
        : new CachedKey(digest, terms(grant, profile), grant, revision, expiresAt(grant, profile));
  }

  private static @Nullable Instant expiresAt(KeyGrant grant, ProfileRules profile) {
    String environment = grant.environment();
    Duration longest = environment == null ? null : profile.maxLifetime().get(environment);
    return grant.validity().within(longest, grant.createdAt()).expiresAt();
  }

  private KeyTerms terms(KeyGrant grant, ProfileRules profile) {
    return shared.terms(grant, facts -> terms(facts, profile));
  }

  /** What these facts mean here; asked for once for all keys that have them. */
  private KeyTerms terms(KeyFacts facts, ProfileRules profile) {
    PlanRules plan = plan(facts, profile);
    SharedParts.Held held = shared.scopes(facts.scopes());
    List<Limit> limits = effective(plan.limits(), facts.limits());
    return new KeyTerms(
        this,
        facts,
        held.mask(),
        facts.ipAllow().isEmpty() ? Networks.NONE : new Networks(facts.ipAllow()),
        limits,
        CountedTogether.others(limits),
        CountedTogether.of(limits, quotas(facts, plan)),
        together(facts),
        texts(facts, held.text()));
  }

  private static KeyTexts texts(KeyFacts facts, AsciiString scopes) {
    String environment = facts.environment();
    String consumer = facts.consumer();
    return new KeyTexts(
        PercentText.of(facts.tenant().id()),
        new AsciiString(facts.profile()),
        scopes,
        environment == null ? null : new AsciiString(environment),
        consumer == null ? null : PercentText.of(consumer));
  }

  private PlanRules plan(KeyFacts facts, ProfileRules profile) {
    String plan = facts.plan() == null ? profile.plan() : facts.plan();
    return plan == null ? PlanRules.NONE : plans.getOrDefault(plan, PlanRules.NONE);
  }

  private @Nullable Together together(KeyFacts facts) {
    SharedLimits own = facts.shared();
    if (own == null) {
      return null;
    }
    PlanRules plan =
        own.plan() == null ? PlanRules.NONE : plans.getOrDefault(own.plan(), PlanRules.NONE);
    Together together =
        Together.of(own.consumer(), effective(plan.limits(), own.limits()), plan.quotas());
    return together.isEmpty() ? null : shared.together(together);
  }

  /** A limit of the key's own is counted as the plan's is that it replaces. */
  private static List<Limit> effective(List<Limit> planned, List<Limit> own) {
    List<Limit> effective = new ArrayList<>();
    for (Limit limit : planned) {
      effective.add(ownOr(limit, own));
    }
    for (Limit each : own) {
      if (effective.stream().noneMatch(limit -> limit.name().equals(each.name()))) {
        effective.add(each);
      }
    }
    return List.copyOf(effective);
  }

  private List<Quota> quotas(KeyFacts facts, PlanRules plan) {
    Quota own = facts.quota();
    if (own == null) {
      return plan.quotas();
    }
    List<Quota> effective = new ArrayList<>(plan.quotas());
    effective.replaceAll(quota -> quota.name().equals(own.name()) ? own : quota);
    if (!effective.contains(own)) {
      effective.add(own);
    }
    return List.copyOf(effective);
  }

  private static Limit ownOr(Limit planned, List<Limit> own) {
    return own.stream()
        .filter(limit -> limit.name().equals(planned.name()))
        .findFirst()
        .map(limit -> limit.within(planned.scope()))
        .orElse(planned);
  }
}
