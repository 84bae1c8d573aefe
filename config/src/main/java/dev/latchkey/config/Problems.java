// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with one file. Each problem is kept once, also where an alias makes the
 * same lines be read several times.
 */
final class Problems {
  private static final Comparator<ConfigProblem> BY_PLACE =
      Comparator.comparingInt(ConfigProblem::line)
          .thenComparingInt(ConfigProblem::column)
          .thenComparing(ConfigProblem::message);

  private final String file;
  private final Set<ConfigProblem> found = new LinkedHashSet<>();

  Problems(String file) {
    this.file = file;
  }

  void add(Place place, String message, @Nullable String hint) {
    found.add(new ConfigProblem(file, place.line(), place.column(), message, hint));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** All of them, in the order of the file. */
  ConfigException toException() {
    return new ConfigException(found.stream().sorted(BY_PLACE).toList());
  }
}
