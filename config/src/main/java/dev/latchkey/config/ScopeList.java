// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.ArrayList;
import java.util.List;

/** Lists of scopes elsewhere in the file, held against the catalogue. */
final class ScopeList {
  private ScopeList() {}

  /** Of a profile: wildcards only where it allows them. */
  static List<String> ofProfile(
      Section section, String key, boolean allowWildcard, boolean mayBeEmpty) {
    List<Text> scopes =
        mayBeEmpty
            ? section.words(key, Word.SCOPE_OR_WILDCARD)
            : section.someWords(key, Word.SCOPE_OR_WILDCARD, false);
    return checked(section, scopes, allowWildcard, "the profile does not say allowWildcard: true");
  }

  /** Of a route: what is asked for is always exact. */
  static List<String> ofRoute(Section section, String key) {
    List<Text> scopes = section.words(key, Word.SCOPE_OR_WILDCARD);
    return checked(
        section, scopes, false, "a route names each scope; a key's wildcard covers them");
  }

  private static List<String> checked(
      Section section, List<Text> scopes, boolean allowWildcard, String whyNot) {
    List<Text> fine = new ArrayList<>();
    for (Text scope : scopes) {
      if (scope.value().endsWith("*") && !allowWildcard) {
        section
            .reading()
            .problem(
                scope.place(), "the wildcard " + scope.quoted() + " is not allowed here", whyNot);
      } else {
        fine.add(scope);
        section.reading().checks().names().use(Names.Kind.SCOPE, scope);
      }
    }
    section.reading().checks().reach().mentions(fine);
    return Section.values(fine);
  }
}
