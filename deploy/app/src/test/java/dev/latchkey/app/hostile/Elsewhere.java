// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.hostile;

import dev.latchkey.app.matrix.TestIndex;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Cases that other tests hold, because they are no bytes on a plain connection: frames, files,
 * tokens, or rules over time.
 *
 * @param rows with the title of the section that each belongs to
 */
record Elsewhere(List<Case> rows) {
  /**
   * One line of the file.
   *
   * @param shownBy the tests; behind an exclamation mark, why there is none or what holds instead
   */
  record Case(String section, String id, String what, String required, String shownBy) {
    /** As the score sheet says it. */
    String shown() {
      String why = shownBy.startsWith("!") ? shownBy.substring(1).strip() : "";
      String tests =
          TestIndex.namedIn(shownBy).stream()
              .map(test -> '`' + test + '`')
              .collect(Collectors.joining(", "));
      return why.isEmpty() ? tests : why;
    }
  }

  static Elsewhere read() {
    List<Case> rows = new ArrayList<>();
    String section = "";
    for (String line : text().lines().toList()) {
      if (line.startsWith("## ")) {
        section = line.substring("## ".length());
      } else if (line.contains("|") && !line.startsWith("#")) {
        String[] cells = line.split("\\|", -1);
        rows.add(
            new Case(
                section, cells[0].strip(), cells[1].strip(), cells[2].strip(), cells[3].strip()));
      }
    }
    return new Elsewhere(rows);
  }

  private static String text() {
    try (InputStream in = Elsewhere.class.getResourceAsStream("/hostile/6-elsewhere.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
