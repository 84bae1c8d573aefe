// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.hostile;

import java.util.ArrayList;
import java.util.List;

/** The tables with what was seen, as a page of documentation. */
final class ScoreSheet {
  private static final String ABOUT =
      """
      # Hostile input: what is sent, what must come of it, what does

      Written by `HostileIT`, which sends every case to the real program over raw sockets; it fails when
      this page is not what it saw, and `-Dlatchkey.sheet=write` writes it anew. With `mvn -P long verify`
      each short case is also sent byte by byte. Cases that are no bytes on a plain connection follow
      at the end, each with the tests that hold it.

      *Required*: one answer with this status and a closed connection; `open` is a connection that is
      still in step, shown by a clean request on it; `abort` is a connection that ends, answered or not;
      `any` is whatever the listener has to say to a well-formed request. After every case a new
      connection is served, and the backend has seen exactly what the case allows, mostly nothing.
      """;

  private final List<String> lines = new ArrayList<>(List.of(ABOUT.stripTrailing()));

  /**
   * @param columns what was seen, row by row, for each of the table's listeners in their order
   */
  void add(Table table, List<List<String>> columns) {
    List<String> listeners = table.listeners();
    lines.add("");
    lines.add("## " + table.title());
    lines.add("");
    lines.add("| case | sent | required | " + String.join(" | ", listeners) + " |");
    lines.add("|---|---|---|" + "---|".repeat(listeners.size()));
    for (int i = 0; i < table.rows().size(); i++) {
      Row row = table.rows().get(i);
      StringBuilder line = new StringBuilder("| ");
      line.append(row.id()).append(" | ").append(row.what()).append(" | ");
      line.append(row.then().text().replace("|", " or ")).append(" |");
      for (List<String> column : columns) {
        line.append(' ').append(column.get(i)).append(" |");
      }
      lines.add(line.toString());
    }
  }

  /** The cases that other tests hold. */
  void add(Elsewhere elsewhere) {
    String section = "";
    for (Elsewhere.Case row : elsewhere.rows()) {
      if (!row.section().equals(section)) {
        section = row.section();
        lines.add("");
        lines.add("## " + section);
        lines.add("");
        lines.add("| case | sent | required | shown by |");
        lines.add("|---|---|---|---|");
      }
      lines.add(
          "| %s | %s | %s | %s |".formatted(row.id(), row.what(), row.required(), row.shown()));
    }
  }

  String text() {
    return String.join("\n", lines) + "\n";
  }
}
