// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under aligned columns, separated by two blanks; the last column is never padded. */
public final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... headings) {
    if (headings.length > 0) {
      rows.add(List.of(headings));
    }
  }

  /** One more, of as many cells as there are headings. */
  public TextTable row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** The lines, without line ends. */
  public List<String> lines(String indent) {
    int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    return rows.stream().map(row -> indent + line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String cell = row.get(i);
      line.append(cell);
      if (i < row.size() - 1) {
        char[] blanks = new char[widths[i] - width(cell) + 2];
        Arrays.fill(blanks, ' ');
        line.append(blanks);
      }
    }
    return line.toString().stripTrailing();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
