// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.catalog;

import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.config.PlanConfig;
import dev.latchkey.config.ProfileConfig;
import dev.latchkey.config.ProfileConfig.EnvironmentConfig;
import dev.latchkey.config.RouteConfig;
import dev.latchkey.config.ScopeConfig;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.Validity;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers about one configuration. Immutable; any thread. */
public final class Catalog {
  private final LatchkeyConfig config;
  private final Map<String, ScopeConfig> scopes = new LinkedHashMap<>();

  public Catalog(LatchkeyConfig config) {
    this.config = config;
    config.scopes().forEach(scope -> scopes.put(scope.id(), scope));
  }

  /** Empty where none of that id is configured. */
  public Optional<ProfileConfig> profile(String id) {
    return Optional.ofNullable(config.profiles().get(id));
  }

  /** In the order of the file; so are the others. */
  public Collection<ProfileConfig> profiles() {
    return config.profiles().values();
  }

  /** The prefixes of all keys, by profile and environment. */
  public List<String> prefixes() {
    return profiles().stream()
        .flatMap(
            profile ->
                profile.environments().isEmpty()
                    ? Stream.of(profile.prefixFor(null))
                    : profile.environments().keySet().stream().map(profile::prefixFor))
        .distinct()
        .toList();
  }

  /** Empty where none of that id is configured. */
  public Optional<PlanConfig> plan(String id) {
    return Optional.ofNullable(config.plans().get(id));
  }

  public Collection<PlanConfig> plans() {
    return config.plans().values();
  }

  /** The plan that counts for a key: its own, else its profile's. */
  public Optional<PlanConfig> planFor(ProfileConfig profile, @Nullable String own) {
    String name = own != null ? own : profile.plan();
    return name == null ? Optional.empty() : plan(name);
  }

  /** Empty where none of that id is configured. */
  public Optional<ScopeConfig> scope(String id) {
    return Optional.ofNullable(scopes.get(id));
  }

  public Collection<ScopeConfig> scopes() {
    return scopes.values();
  }

  /** The entries that keys of a profile may carry, in the order of the catalogue. */
  public List<ScopeConfig> scopesOf(ProfileConfig profile) {
    return scopes.values().stream()
        .filter(scope -> profile.scopes().isEmpty() || profile.scopes().contains(scope.id()))
        .toList();
  }

  /** All routes, in the order of the configuration. */
  public List<RouteConfig> routes() {
    return config.routes();
  }

  /** The ids of the routes that ask for a scope. */
  public List<String> routesFor(String scope) {
    return config.routes().stream()
        .filter(route -> asksFor(route.access(), scope))
        .map(RouteConfig::id)
        .toList();
  }

  /** A key's validity under its environment's longest lifetime. */
  public Validity effective(ApiKey key) {
    EnvironmentConfig environment =
        key.environment() == null
            ? null
            : profile(key.profile())
                .map(profile -> profile.environments().get(key.environment()))
                .orElse(null);
    return environment == null
        ? key.validity()
        : key.validity().within(environment.maxLifetime(), key.created().at());
  }

  private static boolean asksFor(RouteConfig.Access access, String scope) {
    if (access instanceof RouteConfig.Access.All all) {
      return all.scopes().contains(scope);
    }
    return access instanceof RouteConfig.Access.Any any && any.scopes().contains(scope);
  }
}
