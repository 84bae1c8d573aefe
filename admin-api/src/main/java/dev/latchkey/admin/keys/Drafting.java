// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import dev.latchkey.admin.access.Principal;
import dev.latchkey.admin.catalog.Catalog;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Faults;
import dev.latchkey.config.ProfileConfig;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.Limit;
import dev.latchkey.keys.Quota;
import dev.latchkey.keys.Scope;
import dev.latchkey.keys.Validity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Turns one request into a key that obeys the configuration: the request's values, where it is
 * silent those of the key to copy, where there is none the profile's. One use, one thread.
 */
final class Drafting {
  private final Catalog catalog;
  private final ScopeRules scopeRules;
  private final CreateRequest request;
  private final KeyFields fields;
  private final Optional<ApiKey> source;
  private final Faults faults;

  /**
   * @param source the key to copy, if one was asked for
   * @param faults found so far
   */
  Drafting(
      Catalog catalog,
      ScopeRules scopeRules,
      CreateRequest request,
      Optional<ApiKey> source,
      Faults faults) {
    this.catalog = catalog;
    this.scopeRules = scopeRules;
    this.request = request;
    this.fields = request.fields();
    this.source = source;
    this.faults = faults;
  }

  /** The draft, or a problem with every fault of the request at once. */
  KeyDraft draft(Principal by, Instant now) {
    String name = FieldRules.name(fields.name(), faults);
    String description = FieldRules.description(fields.description(), faults);
    Validity validity = FieldRules.validity(fields, now, faults);
    List<String> tags = FieldRules.tags(fields.tags(), copied().tags(), faults);
    List<String> networks = FieldRules.networks(fields.ipAllow(), copied().ipAllow(), faults);
    Map<String, Object> metadata =
        FieldRules.metadata(fields.metadata(), copied().metadata(), faults);
    String plan = plan();
    ProfileConfig profile = profile();
    String environment = profile == null ? null : environment(profile);
    NavigableSet<Scope> scopes = profile == null ? new TreeSet<>() : scopes(profile, environment);
    List<Limit> limits = profile == null ? List.of() : limits(profile, plan);
    Quota quota = profile == null ? null : quota(profile, plan);
    faults.refuseIfAny();
    scopeRules.requireGrantable(by, scopes);
    return new KeyDraft(
        Objects.requireNonNull(profile),
        environment,
        name,
        description,
        scopes,
        plan,
        limits,
        quota,
        networks,
        fields.consumer(),
        metadata,
        tags,
        validity);
  }

  /** What is taken over besides scopes, environment and limits. */
  private record Copied(List<String> tags, List<String> ipAllow, Map<String, Object> metadata) {}

  private Copied copied() {
    return source
        .map(key -> new Copied(key.tags(), key.ipAllow(), key.metadata()))
        .orElse(new Copied(List.of(), List.of(), Map.of()));
  }

  private @Nullable ProfileConfig profile() {
    String copied = source.map(ApiKey::profile).orElse(null);
    String id = request.profile() == null ? copied : request.profile();
    if (id == null) {
      faults.add("/profile", FaultCode.REQUIRED);
      return null;
    }
    if (copied != null && !copied.equals(id)) {
      faults.add("/profile", FaultCode.OTHER_PROFILE);
    }
    Optional<ProfileConfig> profile = catalog.profile(id);
    if (profile.isEmpty()) {
      faults.add(request.profile() == null ? "/copyFrom" : "/profile", FaultCode.UNKNOWN_PROFILE);
    }
    return profile.orElse(null);
  }

  private @Nullable String environment(ProfileConfig profile) {
    String first = profile.environments().keySet().stream().findFirst().orElse(null);
    String copied = source.map(ApiKey::environment).orElse(first);
    String asked = request.environment() == null ? copied : request.environment();
    if (asked != null && !profile.environments().containsKey(asked)) {
      faults.add(
          "/environment",
          FaultCode.UNKNOWN_ENVIRONMENT,
          String.join(", ", profile.environments().keySet()));
      return null;
    }
    return asked;
  }

  private NavigableSet<Scope> scopes(ProfileConfig profile, @Nullable String environment) {
    if (fields.scopes() != null) {
      return scopeRules.chosen(fields.scopes(), profile, environment, faults);
    }
    if (source.isEmpty()) {
      return scopeRules.byDefault(profile, environment, faults);
    }
    List<String> copied = source.get().scopes().stream().map(Scope::id).toList();
    return scopeRules.check(copied, profile, environment, faults);
  }

  private @Nullable String plan() {
    String plan = fields.plan() == null ? source.map(ApiKey::plan).orElse(null) : fields.plan();
    if (plan != null && catalog.plan(plan).isEmpty()) {
      faults.add("/plan", FaultCode.UNKNOWN_PLAN);
    }
    return plan;
  }

  private List<Limit> limits(ProfileConfig profile, @Nullable String plan) {
    List<Limit> copied = source.map(ApiKey::limits).orElse(List.of());
    List<Limit> limits = fields.limits() == null ? copied : fields.limits();
    LimitRules.check(limits, catalog.planFor(profile, plan).orElse(null), faults);
    return limits;
  }

  private @Nullable Quota quota(ProfileConfig profile, @Nullable String plan) {
    Quota copied = source.map(ApiKey::quota).orElse(null);
    Quota quota = fields.quota() == null ? copied : QuotaRules.read(fields.quota(), null, faults);
    QuotaRules.check(quota, catalog.planFor(profile, plan).orElse(null), faults);
    return quota;
  }
}
