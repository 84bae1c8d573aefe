// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Every fault has a row in {@code docs/fault-matrix.md}, and every test that the sheet names
 * exists. The sheet is written here, from {@code faults.txt} and from the tests whose display names
 * begin with a row's id.
 */
class FaultMatrixTest {
  private static final Path TOP = Path.of("../..");
  private static final Path SHEET = TOP.resolve("docs/fault-matrix.md");
  private static final Pattern SHOWN =
      Pattern.compile("@DisplayName\\(\\s*\"((?:F-\\d\\d )+)[^\"]*\"\\s*\\)[^{;]*?void (\\w+)\\(");

  private final TestIndex tests = new TestIndex();
  private final List<Row> rows = rows();

  /**
   * A line of the file.
   *
   * @param shownBy the tests; behind an exclamation mark, why there is none
   * @param note what the tests do not show; empty for nothing
   */
  private record Row(String id, String fault, String shownBy, String note) {}

  @Test
  void everyFaultHasItsRow() {
    assertThat(rows.stream().map(Row::id))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 90).mapToObj(i -> "F-%02d".formatted(i)).toList());
  }

  @Test
  void everyTestThatTheSheetNamesExists() {
    for (Row row : rows) {
      assertThat(tests.missing(row.shownBy())).as(row.id()).isEmpty();
    }
  }

  @Test
  void theSheetIsWritten() throws IOException {
    String sheet = sheet();

    if (!Files.exists(SHEET) || !Files.readString(SHEET).equals(sheet)) {
      Files.writeString(SHEET, sheet);
    }

    assertThat(sheet).contains("| F-62 |", "DrainTest.drainsUnderLoadLoseNoAcceptedRequest");
  }

  private String sheet() {
    Map<String, List<String>> byName = byDisplayName();
    StringBuilder out =
        new StringBuilder(
            """
            # Fault matrix

            What goes wrong around a Latchkey, and the test that shows what becomes of it. Written by `FaultMatrixTest`; a test
            joins by a display name that begins with the row's id. Those tagged `long` run with `mvn -P long verify`.

            | row | fault | shown by |
            |---|---|---|
            """);
    int open = 0;
    for (Row row : rows) {
      String shown = shown(row, byName.getOrDefault(row.id(), List.of()));
      open += shown.equals(NOT_YET) ? 1 : 0;
      out.append("| %s | %s | %s |\n".formatted(row.id(), row.fault(), shown));
    }
    return out.append("\n").append(90 - open).append(" of 90 rows are answered.\n").toString();
  }

  private static final String NOT_YET = "no test yet";

  private static String shown(Row row, List<String> byName) {
    if (row.shownBy().startsWith("!") && byName.isEmpty()) {
      return row.shownBy().substring(1).strip();
    }
    List<String> all = new ArrayList<>(TestIndex.namedIn(row.shownBy()));
    byName.stream().filter(test -> !all.contains(test)).forEach(all::add);
    String shown = all.stream().map(test -> '`' + test + '`').collect(Collectors.joining(", "));
    return all.isEmpty() ? NOT_YET : (shown + ". " + row.note()).replaceAll("\\. $", "");
  }

  private Map<String, List<String>> byDisplayName() {
    Map<String, List<String>> found = new TreeMap<>();
    tests
        .sources()
        .forEach(
            (name, source) -> {
              Matcher shown = SHOWN.matcher(source);
              while (shown.find()) {
                for (String id : shown.group(1).strip().split(" ", -1)) {
                  found
                      .computeIfAbsent(id, row -> new ArrayList<>())
                      .add(name + '.' + shown.group(2));
                }
              }
            });
    return found;
  }

  private static List<Row> rows() {
    try (var in = FaultMatrixTest.class.getResourceAsStream("/dev/latchkey/matrix/faults.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("F-"))
          .map(line -> line.split("\\|", -1))
          .map(
              cells ->
                  new Row(
                      cells[0].strip(),
                      cells[1].strip(),
                      cells[2].strip(),
                      cells.length > 3 ? cells[3].strip() : ""))
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
