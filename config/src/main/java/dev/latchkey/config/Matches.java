// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds routes that match the same requests with the same rank. The rank is host, then path, then
 * method, each named or not; so two routes clash when their paths have the same shape, both or
 * neither name hosts and share one, and both or neither name methods and share one. Every such pair
 * shares at least one exact (shape, host, method), which is looked up instead of compared.
 */
final class Matches {
  private record Request(String shape, String host, String method) {}

  private record Owner(String route, Place place) {}

  private record Pair(Owner one, Owner other) {}

  private record Candidate(
      String shape, Collection<String> hosts, Collection<String> methods, Owner owner) {}

  private final List<Candidate> candidates = new ArrayList<>();

  /** Empty hosts or methods stand for all, as in the file. */
  void add(Text id, RoutePath path, Collection<String> hosts, Collection<String> methods) {
    Owner owner = new Owner(id.value(), id.place());
    candidates.add(new Candidate(path.shape(), orAny(hosts), orAny(methods), owner));
  }

  private static Collection<String> orAny(Collection<String> named) {
    return named.isEmpty() ? List.of("") : named;
  }

  void check(Problems problems) {
    Map<Request, Owner> owners = new HashMap<>();
    Set<Pair> reported = new HashSet<>();
    for (Candidate candidate : candidates) {
      for (String host : candidate.hosts()) {
        for (String method : candidate.methods()) {
          Owner owner = candidate.owner();
          Owner first = owners.putIfAbsent(new Request(candidate.shape(), host, method), owner);
          if (first != null && reported.add(new Pair(first, owner))) {
            report(first, owner, problems);
          }
        }
      }
    }
  }

  private static void report(Owner first, Owner second, Problems problems) {
    problems.add(
        second.place(),
        "the routes \"" + first.route() + "\" and \"" + second.route() + "\" cannot be told apart",
        "\""
            + first.route()
            + "\" on line "
            + first.place().line()
            + " has the same path, hosts and methods; make one more specific");
  }
}
