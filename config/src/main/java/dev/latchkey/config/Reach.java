// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which keys can be used where: finds profiles, plans, scopes and environments that lead nowhere.
 */
final class Reach {
  private record Door(
      List<String> profiles, RouteConfig.Access access, Place place, @Nullable Text environment) {}

  /**
   * @param scopes the only ones that its keys carry; null for the whole catalogue
   */
  private record Holder(Set<String> environments, @Nullable Set<String> scopes, boolean wildcards) {
    boolean passes(RouteConfig.Access access) {
      if (scopes == null || wildcards) {
        return true;
      }
      return access instanceof RouteConfig.Access.Any any
          ? any.scopes().isEmpty() || any.scopes().stream().anyMatch(scopes::contains)
          : !(access instanceof RouteConfig.Access.All all) || scopes.containsAll(all.scopes());
    }
  }

  private final List<Door> doors = new ArrayList<>();
  private final Map<String, Holder> holders = new LinkedHashMap<>();
  private final Set<String> mentionedScopes = new HashSet<>();

  /**
   * A route that asks for a key.
   *
   * @param profiles empty for all
   * @param place of what it asks for
   */
  void door(
      List<String> profiles, RouteConfig.Access access, Place place, @Nullable Text environment) {
    doors.add(new Door(profiles, access, place, environment));
  }

  /**
   * A profile.
   *
   * @param scopes the only ones that its keys carry; null for the whole catalogue
   * @param wildcards whether its keys may carry those, too
   */
  void profile(
      String id,
      Collection<String> environments,
      @Nullable Collection<String> scopes,
      boolean wildcards) {
    holders.put(
        id,
        new Holder(
            new LinkedHashSet<>(environments),
            scopes == null ? null : new HashSet<>(scopes),
            wildcards));
  }

  void mentions(List<Text> scopes) {
    scopes.forEach(scope -> mentionedScopes.add(scope.value()));
  }

  void check(Names names, Problems problems) {
    checkProfiles(names, problems);
    checkPlans(names, problems);
    checkScopes(names, problems);
    checkEnvironments(problems);
    checkDoors(problems);
  }

  /** Without a route that asks for a key there is nothing to conclude. */
  private void checkProfiles(Names names, Problems problems) {
    if (doors.isEmpty() || doors.stream().anyMatch(door -> door.profiles().isEmpty())) {
      return;
    }
    Set<String> accepted = new HashSet<>();
    doors.forEach(door -> accepted.addAll(door.profiles()));
    Map<String, Place> profiles = names.of(Names.Kind.PROFILE);
    if (profiles.keySet().containsAll(accepted)) {
      report(profiles, accepted, "no route accepts the profile", problems);
    }
  }

  /** Any key may be put on any plan, so one profile is enough for all of them. */
  private void checkPlans(Names names, Problems problems) {
    Map<String, Place> plans = names.of(Names.Kind.PLAN);
    if (names.of(Names.Kind.PROFILE).isEmpty()) {
      report(plans, Set.of(), "no profile could use the plan", problems);
    }
  }

  private void checkScopes(Names names, Problems problems) {
    if (holders.values().stream().anyMatch(holder -> holder.scopes() == null)) {
      return;
    }
    Map<String, Place> scopes = names.of(Names.Kind.SCOPE);
    Set<String> used = new HashSet<>(mentionedScopes);
    for (String mentioned : mentionedScopes) {
      if (mentioned.endsWith("*")) {
        String family = mentioned.substring(0, mentioned.length() - 1);
        scopes.keySet().stream().filter(scope -> scope.startsWith(family)).forEach(used::add);
      }
    }
    report(scopes, used, "no route and no profile uses the scope", problems);
  }

  private static void report(
      Map<String, Place> defined, Set<String> used, String message, Problems problems) {
    defined.forEach(
        (name, place) -> {
          if (!used.contains(name)) {
            problems.add(place, message + " \"" + name + "\"", "use it or remove it");
          }
        });
  }

  private void checkEnvironments(Problems problems) {
    Set<String> everywhere = environmentsOf(holders.keySet());
    for (Door door : doors) {
      Text environment = door.environment();
      if (environment != null && holders.keySet().containsAll(door.profiles())) {
        Set<String> known =
            door.profiles().isEmpty() ? everywhere : environmentsOf(door.profiles());
        if (!known.contains(environment.value())) {
          problems.add(
              environment.place(),
              "no profile that this route accepts has the environment " + environment.quoted(),
              Suggestion.of(environment.value(), known, "their environments: "));
        }
      }
    }
  }

  private void checkDoors(Problems problems) {
    for (Door door : doors) {
      Set<String> accepted =
          door.profiles().isEmpty() ? holders.keySet() : new LinkedHashSet<>(door.profiles());
      boolean known = !accepted.isEmpty() && holders.keySet().containsAll(accepted);
      if (known
          && accepted.stream()
              .map(holders::get)
              .noneMatch(holder -> holder.passes(door.access()))) {
        problems.add(
            door.place(),
            "no profile that this route accepts has these scopes among its own",
            "add them to the \"scopes\" of one of them");
      }
    }
  }

  private Set<String> environmentsOf(Collection<String> profiles) {
    Set<String> environments = new LinkedHashSet<>();
    for (String profile : profiles) {
      Holder holder = holders.get(profile);
      if (holder != null) {
        environments.addAll(holder.environments());
      }
    }
    return environments;
  }
}
