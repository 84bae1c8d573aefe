// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import dev.latchkey.config.GatewayConfig;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.config.LimitConfig;
import dev.latchkey.config.PlanConfig;
import dev.latchkey.config.ProfileConfig;
import dev.latchkey.config.UpstreamConfig;
import dev.latchkey.gateway.accept.ClientAddress;
import dev.latchkey.gateway.accept.Networks;
import dev.latchkey.gateway.authenticate.KeyStateCompiler;
import dev.latchkey.gateway.forward.HeaderRules;
import dev.latchkey.gateway.identify.RouteTable;
import dev.latchkey.keys.Limit;
import dev.latchkey.keys.Quota;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A configuration, compiled: everything about it that can be worked out before the first request.
 * Immutable, shared by all event loops, swapped as a whole.
 *
 * @param prefixes of every profile and environment
 * @param upstreams by id
 */
public record GatewayRules(
    GatewayConfig gateway,
    RouteTable routes,
    KeyStateCompiler keys,
    HeaderRules headers,
    ClientAddress addresses,
    List<String> prefixes,
    Map<String, ProfileConfig> profiles,
    Map<String, UpstreamConfig> upstreams) {

  /**
   * Compiles a configuration that the loader accepted.
   *
   * @param node what this node calls itself in Via, unlike any other that a request may pass
   * @throws IllegalArgumentException without a gateway section
   */
  public static GatewayRules of(LatchkeyConfig config, String node) {
    GatewayConfig gateway = config.gateway();
    if (gateway == null) {
      throw new IllegalArgumentException("the configuration has no gateway section");
    }
    RouteCompiler routes = new RouteCompiler(config, gateway.realm());
    return new GatewayRules(
        gateway,
        routes.table(),
        new KeyStateCompiler(routes.scopes(), profiles(config), plans(config)),
        new HeaderRules(node, routes.acceptedHeaders()),
        new ClientAddress(new Networks(gateway.trustedProxies())),
        prefixes(config),
        config.profiles(),
        config.upstreams());
  }

  static Limit limit(LimitConfig limit) {
    return new Limit(
        limit.name(),
        limit.limit(),
        limit.window(),
        limit.burst(),
        limit.clusterWide() ? Limit.Scope.CLUSTER : Limit.Scope.NODE);
  }

  private static Quota quota(PlanConfig.QuotaConfig quota) {
    return new Quota(quota.name(), quota.limit(), Quota.Period.of(quota.period()));
  }

  private static Map<String, KeyStateCompiler.ProfileRules> profiles(LatchkeyConfig config) {
    Map<String, KeyStateCompiler.ProfileRules> rules = new HashMap<>();
    config
        .profiles()
        .forEach(
            (id, profile) ->
                rules.put(
                    id, new KeyStateCompiler.ProfileRules(profile.plan(), lifetimes(profile))));
    return rules;
  }

  private static Map<String, Duration> lifetimes(ProfileConfig profile) {
    Map<String, Duration> longest = new HashMap<>();
    profile
        .environments()
        .forEach(
            (name, environment) -> {
              Duration bound = environment.maxLifetime();
              if (bound != null) {
                longest.put(name, bound);
              }
            });
    return longest;
  }

  private static Map<String, KeyStateCompiler.PlanRules> plans(LatchkeyConfig config) {
    Map<String, KeyStateCompiler.PlanRules> rules = new HashMap<>();
    for (PlanConfig plan : config.plans().values()) {
      rules.put(
          plan.id(),
          new KeyStateCompiler.PlanRules(
              plan.limits().stream().map(GatewayRules::limit).toList(),
              plan.quotas().stream().map(GatewayRules::quota).toList()));
    }
    return rules;
  }

  private static List<String> prefixes(LatchkeyConfig config) {
    Set<String> prefixes = new LinkedHashSet<>();
    for (ProfileConfig profile : config.profiles().values()) {
      List<@Nullable String> environments = new ArrayList<>(profile.environments().keySet());
      if (environments.isEmpty()) {
        environments.add(null);
      }
      environments.forEach(environment -> prefixes.add(profile.prefixFor(environment)));
    }
    return List.copyOf(prefixes);
  }
}
