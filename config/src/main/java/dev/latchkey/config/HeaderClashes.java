// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Routes must not change headers in which any route accepts a key. */
final class HeaderClashes {
  private final Set<String> credentials =
      new HashSet<>(List.of("x-api-token", "x-agent-token", "x-api-key"));
  private final List<Text> changed = new ArrayList<>();

  void carriesKeys(String header) {
    credentials.add(folded(header));
  }

  void changes(Text header) {
    changed.add(header);
  }

  void check(Problems problems) {
    for (Text header : changed) {
      if (credentials.contains(folded(header.value()))) {
        problems.add(
            header.place(),
            "the header " + header.quoted() + " carries keys",
            "keys are removed from every call and every answer as it is");
      }
    }
  }

  /** An underscore counts as a dash: some backends cannot tell them apart. */
  static String folded(String header) {
    return header.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
