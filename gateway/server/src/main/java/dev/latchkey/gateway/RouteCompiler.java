// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.config.LimitConfig;
import dev.latchkey.config.ProfileConfig;
import dev.latchkey.config.RouteConfig;
import dev.latchkey.config.RouteConfig.Access;
import dev.latchkey.config.RouteConfig.Shadow;
import dev.latchkey.gateway.accept.Networks;
import dev.latchkey.gateway.identify.Challenge;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.identify.RouteTable;
import dev.latchkey.gateway.identify.ScopeIndex;
import dev.latchkey.gateway.policy.RoutePolicy;
import dev.latchkey.keys.CountedTogether;
import dev.latchkey.keys.Limit;
import dev.latchkey.keys.Scope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns configured routes into the table that requests are matched against. */
final class RouteCompiler {
  /** Where a key is looked for when neither route nor profile says. */
  private static final List<String> DEFAULT_PLACES =
      List.of("x-api-token", "X-Agent-Token", "X-API-Key");

  private final LatchkeyConfig config;
  private final String realm;
  private final PolicyCompiler policies;
  private final ScopeIndex scopes;
  private final TreeSet<String> accepted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  RouteCompiler(LatchkeyConfig config, String realm) {
    this.config = config;
    this.realm = realm;
    this.policies = new PolicyCompiler(config.upstreams());
    this.scopes =
        new ScopeIndex(
            config.routes().stream().flatMap(RouteCompiler::named).map(Scope::new).toList());
    config.routes().forEach(route -> accepted.addAll(places(route)));
    config.profiles().values().forEach(profile -> accepted.addAll(places(profile)));
  }

  ScopeIndex scopes() {
    return scopes;
  }

  RouteTable table() {
    List<Route> routes = new ArrayList<>();
    for (RouteConfig route : config.routes()) {
      routes.add(compile(routes.size(), route));
    }
    routes.addAll(ownRoutes().from(routes.size()));
    return new RouteTable(routes);
  }

  private OwnRoutes ownRoutes() {
    return new OwnRoutes(realm, lowerCase(List.copyOf(accepted)), scopes.exactly(List.of()));
  }

  /** Every header in which any route accepts a key: all of them are stripped everywhere. */
  Set<String> acceptedHeaders() {
    return accepted;
  }

  private Route compile(int index, RouteConfig route) {
    List<String> places = places(route);
    RoutePolicy policy = policies.of(route, places);
    Shadow stricter = route.shadow();
    Route shadow =
        stricter == null
            ? null
            : compile(
                index,
                route,
                places,
                stricter.access() == null ? route.access() : stricter.access(),
                stricter.environment() == null ? route.environment() : stricter.environment(),
                stricter.limits(),
                stricter.ipAllow().isEmpty()
                    ? policy
                    : policy.within(new Networks(stricter.ipAllow())),
                null);
    return compile(
        index, route, places, route.access(), route.environment(), route.limits(), policy, shadow);
  }

  private Route compile(
      int index,
      RouteConfig route,
      List<String> places,
      Access access,
      @Nullable String environment,
      List<LimitConfig> limits,
      RoutePolicy policy,
      @Nullable Route shadow) {
    List<String> required = required(access);
    List<Limit> compiled = limits.stream().map(GatewayRules::limit).toList();
    return new Route(
        index,
        route.id(),
        route.path(),
        List.copyOf(new TreeSet<>(route.methods())),
        route.hosts(),
        Set.copyOf(route.profiles()),
        lowerCase(places),
        lowerCase(otherPlaces(places)),
        Challenge.of(realm, places.get(0), required),
        required,
        scopes.exactly(required.stream().map(Scope::new).toList()),
        access instanceof Access.Any,
        access instanceof Access.Public,
        environment,
        CountedTogether.others(compiled),
        CountedTogether.of(compiled, List.of()),
        route.upstream(),
        policy,
        shadow);
  }

  private List<String> places(RouteConfig route) {
    if (!route.credentials().isEmpty()) {
      return route.credentials();
    }
    Set<String> names = new LinkedHashSet<>();
    Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    List<String> profiles =
        route.profiles().isEmpty() ? List.copyOf(config.profiles().keySet()) : route.profiles();
    for (String profile : profiles) {
      for (String name : places(profile(profile))) {
        if (seen.add(name)) {
          names.add(name);
        }
      }
    }
    return names.isEmpty() ? DEFAULT_PLACES : List.copyOf(names);
  }

  /** Where other routes take keys; fields with another meaning of their own are no second key. */
  private List<String> otherPlaces(List<String> places) {
    Set<String> others = new TreeSet<>(accepted);
    others.remove("Authorization");
    others.remove("Cookie");
    places.forEach(others::remove);
    return List.copyOf(others);
  }

  private static List<String> lowerCase(List<String> names) {
    return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }

  private static List<String> places(ProfileConfig profile) {
    return profile.credentials().isEmpty() ? DEFAULT_PLACES : profile.credentials();
  }

  private ProfileConfig profile(String id) {
    ProfileConfig profile = config.profiles().get(id);
    if (profile == null) {
      throw new IllegalArgumentException("no profile " + id);
    }
    return profile;
  }

  /** The scopes that a route or its shadow asks for. */
  private static Stream<String> named(RouteConfig route) {
    Shadow shadow = route.shadow();
    Access stricter = shadow == null ? null : shadow.access();
    return Stream.concat(
        required(route.access()).stream(),
        stricter == null ? Stream.empty() : required(stricter).stream());
  }

  private static List<String> required(Access access) {
    if (access instanceof Access.All all) {
      return all.scopes();
    }
    return access instanceof Access.Any any ? any.scopes() : List.of();
  }
}
