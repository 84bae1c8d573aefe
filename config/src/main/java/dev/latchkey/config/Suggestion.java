// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds the word that somebody probably meant. */
final class Suggestion {
  private static final int MOST_LISTED = 12;

  /** Beyond it, comparing every wrong name with every right one would take too long. */
  private static final int MOST_COMPARED = 1000;

  private Suggestion() {}

  /** {@code did you mean "x"?}, or else the words to choose from, after {@code lead}. */
  static @Nullable String of(String word, Collection<String> known, String lead) {
    String near = known.size() > MOST_COMPARED ? null : nearest(word, known);
    if (near != null) {
      return "did you mean \"" + near + "\"?";
    }
    if (known.isEmpty()) {
      return null;
    }
    String more = known.size() > MOST_LISTED ? ", ..." : "";
    return lead + String.join(", ", known.stream().limit(MOST_LISTED).toList()) + more;
  }

  /** Null where nothing is near enough to be more than a guess. */
  private static @Nullable String nearest(String word, Collection<String> known) {
    String best = null;
    int least = Math.max(1, Math.min(3, (word.length() + 1) / 2)) + 1;
    for (String candidate : known) {
      if (Math.abs(candidate.length() - word.length()) < least) {
        int distance = distance(word, candidate);
        if (distance < least) {
          least = distance;
          best = candidate;
        }
      }
    }
    return best;
  }

  /** Levenshtein's, with one row kept. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        char a = Character.toLowerCase(from.charAt(i - 1));
        char b = Character.toLowerCase(to.charAt(j - 1));
        int replaced = diagonal + (a == b ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
