// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A file of cases.
 *
 * @param listeners against which each of them runs
 */
record Table(String title, List<String> listeners, List<Row> rows) {
  /** Every file there is, in the order of the score sheet. */
  static final List<String> FILES =
      List.of("1-request-line", "2-framing", "3-requests", "4-paths", "5-keys");

  static Table read(String file) {
    try (InputStream in = Table.class.getResourceAsStream("/hostile/" + file + ".yaml")) {
      Map<String, Object> tree =
          new Yaml(new SafeConstructor(new LoaderOptions())).load(Objects.requireNonNull(in, file));
      List<Row> rows = new ArrayList<>();
      for (Object row : (List<?>) Objects.requireNonNull(tree.get("rows"), file)) {
        rows.add(row((Map<?, ?>) row, tree));
      }
      return new Table(
          text(tree, "title"), texts(Objects.requireNonNull(tree.get("listeners"))), rows);
    } catch (IOException e) {
      throw new IllegalStateException(file, e);
    }
  }

  private static Row row(Map<?, ?> row, Map<?, ?> table) {
    return new Row(
        text(row, "id"),
        text(row, "what"),
        send(row, table),
        Outcome.parse(text(row, "then")),
        row.get("up") == null ? null : text(row, "up"),
        texts(row.get("hidden")),
        !Integer.valueOf(0).equals(row.get("lookups")));
  }

  /** Either all the bytes, or what differs from row to row, put into the table's frame. */
  private static String send(Map<?, ?> row, Map<?, ?> table) {
    for (String frame : List.of("target", "key")) {
      if (row.get(frame) != null) {
        return text(table, frame).replace("{}", text(row, frame));
      }
    }
    return text(row, "send");
  }

  private static String text(Map<?, ?> map, String key) {
    return String.valueOf(Objects.requireNonNull(map.get(key), () -> key + " of " + map));
  }

  private static List<String> texts(@Nullable Object list) {
    return list == null ? List.of() : ((List<?>) list).stream().map(String::valueOf).toList();
  }
}
