// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.seeds;

import java.util.ArrayList;
import java.util.List;

/** Runs rows one after the other and prints what became of each. */
final class SeedTable {
  private final List<String> red = new ArrayList<>();
  private int green;
  private int elsewhere;

  /** The table, with a last line that sums it up. */
  String run(List<SeedRow> rows) {
    StringBuilder table = new StringBuilder();
    for (SeedRow row : rows) {
      String state = state(row);
      table.append(String.format("S%-4d %-12s %s%n", row.number(), state, row.says()));
    }
    return table
        .append(green + " green, " + red.size() + " red, " + elsewhere + " shown elsewhere")
        .append(System.lineSeparator())
        .toString();
  }

  /** Row and reason of everything that is not as promised. */
  List<String> red() {
    return List.copyOf(red);
  }

  private String state(SeedRow row) {
    if (row.check() == null) {
      elsewhere++;
      return String.valueOf(row.elsewhere());
    }
    try {
      row.check().run();
      green++;
      return "green";
    } catch (AssertionError | Exception broken) {
      red.add("S" + row.number() + " " + row.says() + ": " + broken);
      return "RED";
    }
  }
}
