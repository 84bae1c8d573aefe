// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.app.matrix.TestIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The score sheet has a row for every case of the catalogue, and each is held by a test. */
class CatalogueTest {
  private static final String BAD_INPUT =
      "001 002 004 005 007 008 010 011 013 014 016 017 019 020 022 023 025 026 028 029 031 032 034"
          + " 035 037 038 040 041 043 044 046 047 061 062 064 065 067 068 070 071 073 074 076 077"
          + " 079 080 082 083 085 086 088 089 091 092 094 095 097 098 100 101 103 104 121 122 124"
          + " 125 127 128 130 131 133 134 136 137 139 151 152 154 155 157 158 160 161 163 164 181"
          + " 182 184 185 187 188 190 191 193 194 196 197 199 200 202";
  private static final String BYPASS =
      "01 02 03 05 06 07 09 10 11 13 14 15 17 18 19 21 22 23 25 26 27 29 30 31 33 34 35 37 38 39 41"
          + " 42 43 45 46 47 49 50 51 52 53 54 55 57 58 59 60 61 62 63 64 65 66 67 68 69 70";

  private final List<Elsewhere.Case> elsewhere = Elsewhere.read().rows();

  @Test
  void everyCaseHasARow() {
    Set<String> rows =
        Stream.concat(
                Table.FILES.stream().flatMap(file -> Table.read(file).rows().stream()).map(Row::id),
                elsewhere.stream().map(Elsewhere.Case::id))
            .map(id -> id.replaceAll("[a-z]$", ""))
            .collect(Collectors.toSet());

    assertThat(rows).containsAll(catalogue());
  }

  @Test
  void everyTestThatTheSheetNamesExists() {
    TestIndex tests = new TestIndex();

    for (Elsewhere.Case row : elsewhere) {
      assertThat(tests.missing(row.shownBy())).as(row.id()).isEmpty();
      assertThat(row.shown()).as(row.id()).isNotEmpty();
    }
  }

  private static List<String> catalogue() {
    List<String> all = new ArrayList<>();
    for (String number : BAD_INPUT.split(" ", -1)) {
      all.add("BI-" + number);
    }
    for (String number : BYPASS.split(" ", -1)) {
      all.add("AB-" + number);
    }
    IntStream.rangeClosed(1, 16).forEach(i -> all.add("YC-%02d".formatted(i)));
    IntStream.rangeClosed(1, 20).forEach(i -> all.add("JW-%02d".formatted(i)));
    return all;
  }
}
