// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps the prefixes of all profiles apart: from the first characters of a key it must be clear
 * which profile made it.
 */
final class Prefixes {
  private static final Pattern TEMPLATE = Pattern.compile("[a-z0-9_]*(\\{env})?[a-z0-9_]*");
  private static final Pattern PREFIX = Pattern.compile("[a-z0-9_]{1,19}_");
  private static final String SHAPE = "2 to 20 of a-z, 0-9 and _, with _ at the end";

  private record Prefix(String text, String profile, Place place) {}

  private final List<Prefix> prefixes = new ArrayList<>();

  /**
   * @param environments of the profile; where there are none, {@code {env}} stands for live
   */
  void add(Text template, String profile, Collection<String> environments, Problems problems) {
    if (!TEMPLATE.matcher(template.value()).matches()) {
      problems.add(
          template.place(),
          template.quoted() + " is not a prefix",
          SHAPE + ", and {env} at most once for the environment");
      return;
    }
    boolean varies = template.value().contains("{env}");
    Collection<String> variants = varies && !environments.isEmpty() ? environments : Set.of("live");
    for (String environment : variants) {
      String prefix = template.value().replace("{env}", environment);
      if (PREFIX.matcher(prefix).matches()) {
        prefixes.add(new Prefix(prefix, profile, template.place()));
      } else {
        problems.add(template.place(), "\"" + prefix + "\" is not a prefix", SHAPE);
      }
    }
  }

  /** In sorted order a prefix of anything is a prefix of its neighbour. */
  void check(Problems problems) {
    prefixes.sort(Comparator.comparing(Prefix::text).thenComparing(Prefix::place));
    for (int i = 1; i < prefixes.size(); i++) {
      Prefix shorter = prefixes.get(i - 1);
      Prefix longer = prefixes.get(i);
      if (longer.text().startsWith(shorter.text())) {
        report(shorter, longer, problems);
      }
    }
  }

  private static void report(Prefix shorter, Prefix longer, Problems problems) {
    boolean same = longer.text().equals(shorter.text());
    boolean downwards = shorter.place().compareTo(longer.place()) <= 0;
    Prefix later = downwards ? longer : shorter;
    Prefix earlier = downwards ? shorter : longer;
    String message =
        same
            ? "the prefix \"" + later.text() + "\" belongs to two profiles"
            : "the prefixes \""
                + shorter.text()
                + "\" and \""
                + longer.text()
                + "\" cannot be told apart";
    problems.add(
        later.place(),
        message,
        "the other is of profile \"" + earlier.profile() + "\" on line " + earlier.place().line());
  }
}
