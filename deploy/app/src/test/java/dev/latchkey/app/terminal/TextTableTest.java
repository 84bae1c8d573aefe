// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCellAndTheLastIsNotPadded() {
    TextTable table = new TextTable("A", "BB", "C").row("wide", "t\u1ed1t", "x").row("1", "2", "");

    List<String> lines = table.lines("> ");

    assertThat(lines).containsExactly("> A     BB   C", "> wide  t\u1ed1t  x", "> 1     2");
  }
}
