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
  private record Door(List<String> profiles, @Nullable Text environment) {}

  private record Holder(Set<String> environments, boolean wholeCatalogue) {}

  private final List<Door> doors = new ArrayList<>();
  private final Map<String, Holder> holders = new LinkedHashMap<>();
  private final Set<String> mentionedScopes = new HashSet<>();

  /**
   * A route that asks for a key.
   *
   * @param profiles empty for all
   */
  void door(List<String> profiles, @Nullable Text environment) {
    doors.add(new Door(profiles, environment));
  }

  /**
   * @param wholeCatalogue whether its keys may carry any scope
   */
  void profile(String id, Collection<String> environments, boolean wholeCatalogue) {
    holders.put(id, new Holder(new LinkedHashSet<>(environments), wholeCatalogue));
  }

  void mentions(List<Text> scopes) {
    scopes.forEach(scope -> mentionedScopes.add(scope.value()));
  }

  void check(Names names, Problems problems) {
    checkProfiles(names, problems);
    checkPlans(names, problems);
    checkScopes(names, problems);
    checkEnvironments(problems);
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
    if (holders.values().stream().anyMatch(Holder::wholeCatalogue)) {
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
