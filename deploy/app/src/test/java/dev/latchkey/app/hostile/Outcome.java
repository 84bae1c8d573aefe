// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What must come of a case, as the tables write it: {@code [head ]STATUS[,STATUS][ CODE][ open]}.
 *
 * @param statuses per answer, which ones will do; an empty set for any below 500
 * @param code of the last answer's problem document; null for any
 * @param connection what becomes of it
 * @param mayBeSilent whether the end of the connection is answer enough
 * @param head whether the answer has no body because it was asked for by HEAD
 */
record Outcome(
    String text,
    List<Set<Integer>> statuses,
    @Nullable String code,
    After connection,
    boolean mayBeSilent,
    boolean head) {

  /** What may become of the connection. */
  enum After {
    CLOSED,
    IN_STEP,
    EITHER
  }

  static Outcome parse(String text) {
    if (text.equals("abort")) {
      return new Outcome(
          text, List.of(Set.of(400, 404, 405, 413)), null, After.CLOSED, true, false);
    }
    List<Set<Integer>> statuses = new ArrayList<>();
    String code = null;
    After after = After.CLOSED;
    boolean head = false;
    for (String word : text.split(" ", -1)) {
      switch (word) {
        case "head" -> head = true;
        case "any" -> statuses.add(Set.of());
        case "open" -> after = After.IN_STEP;
        case "either" -> after = After.EITHER;
        default -> {
          if (Character.isDigit(word.charAt(0))) {
            for (String one : word.split(",", -1)) {
              statuses.add(numbers(one));
            }
          } else {
            code = word;
          }
        }
      }
    }
    return new Outcome(text, statuses, code, after, false, head);
  }

  private static Set<Integer> numbers(String alternatives) {
    Set<Integer> numbers = new TreeSet<>();
    for (String one : alternatives.split("\\|", -1)) {
      numbers.add(Integer.parseInt(one));
    }
    return numbers;
  }
}
