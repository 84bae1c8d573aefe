// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the file defines by name and where it refers to it. */
final class Names {
  /** The kinds of thing that are referred to by name. */
  enum Kind {
    SCOPE("scope"),
    PLAN("plan"),
    PROFILE("profile"),
    UPSTREAM("upstream"),
    ROUTE("route");

    final String noun;

    Kind(String noun) {
      this.noun = noun;
    }
  }

  private record Use(Kind kind, Text name) {}

  private final Map<Kind, Map<String, Place>> defined = new EnumMap<>(Kind.class);
  private final Set<Kind> incomplete = EnumSet.noneOf(Kind.class);
  private final List<Use> uses = new ArrayList<>();

  Names() {
    for (Kind kind : Kind.values()) {
      defined.put(kind, new LinkedHashMap<>());
    }
  }

  void define(Kind kind, Text name, Problems problems) {
    Place first = of(kind).putIfAbsent(name.value(), name.place());
    if (first != null) {
      problems.add(
          name.place(),
          "the " + kind.noun + " " + name.quoted() + " is defined twice",
          "first on line " + first.line());
    }
  }

  /** Says that some definitions could not be read, so that a missing name proves nothing. */
  void incomplete(Kind kind) {
    incomplete.add(kind);
  }

  void use(Kind kind, Text name) {
    uses.add(new Use(kind, name));
  }

  boolean isDefined(Kind kind, String name) {
    return of(kind).containsKey(name);
  }

  /** By name, in the order of the file. */
  Map<String, Place> of(Kind kind) {
    return defined.getOrDefault(kind, Map.of());
  }

  void check(Problems problems) {
    Set<String> used = new HashSet<>();
    for (Use use : uses) {
      if (use.kind() == Kind.UPSTREAM) {
        used.add(use.name().value());
      }
      if (!incomplete.contains(use.kind()) && !isKnown(use)) {
        reportDangling(use, problems);
      }
    }
    // An unknown name is most likely a misspelt one, and what it meant is then not unused.
    if (of(Kind.UPSTREAM).keySet().containsAll(used)) {
      of(Kind.UPSTREAM)
          .forEach(
              (name, place) -> {
                if (!used.contains(name)) {
                  String message = "no route uses the upstream \"" + name + "\"";
                  problems.add(place, message, "use it or remove it");
                }
              });
    }
  }

  private void reportDangling(Use use, Problems problems) {
    String noun = use.kind().noun;
    String name = use.name().value();
    String hint = Suggestion.of(name, of(use.kind()).keySet(), noun + "s here: ");
    problems.add(
        use.name().place(),
        "there is no " + noun + " " + use.name().quoted(),
        hint == null ? "define it under " + noun + "s" : hint);
  }

  /** A wildcard is known if it stands for at least one scope. */
  private boolean isKnown(Use use) {
    String name = use.name().value();
    if (use.kind() == Kind.SCOPE && name.endsWith("*")) {
      String family = name.substring(0, name.length() - 1);
      return of(Kind.SCOPE).keySet().stream().anyMatch(scope -> scope.startsWith(family));
    }
    return isDefined(use.kind(), name);
  }
}
