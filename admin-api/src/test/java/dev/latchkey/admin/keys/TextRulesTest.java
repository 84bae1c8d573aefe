// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.admin.problem.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextRulesTest {
  private final Faults faults = new Faults();

  @Test
  void aNameIsComposedAndTrimmed() {
    String name = TextRules.name("  Ke\u0302\u0301 toa\u0301n \n", faults);

    assertThat(name).isEqualTo("K\u1EBF to\u00E1n");
    assertThat(faults.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "   ", "a\u0000b", "a\nb", "a\u007Fb", "a\u0085b", "a\u202Eb", "a\u2066b"})
  void aNameWithoutTextOrWithTricksIsRefused(String text) {
    TextRules.name(text, faults);

    assertThat(faults.isEmpty()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<img onerror=alert(1)>", "=cmd()", "Tr\u1EE3 l\u00FD 😀"})
  void whatIsOnlyDangerousElsewhereIsKept(String text) {
    assertThat(TextRules.name(text, faults)).isEqualTo(text);
    assertThat(faults.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u00A0", "\u3000\u2003", "\uFEFF", "\u200B", "\u200D", "\u2060", "\u00AD"})
  void aNameThatNobodyCouldSeeIsNone(String text) {
    TextRules.name(text, faults);

    assertThat(faults.isEmpty()).isFalse();
  }

  @Test
  void spacesOfEveryKindAreTrimmedAndJoinersInsideStay() {
    assertThat(TextRules.name("\uFEFF\u00A0\u3000a\u200Db\u2003\u200B", faults))
        .isEqualTo("a\u200Db");
    assertThat(faults.isEmpty()).isTrue();
  }

  @Test
  void aNameHasAHundredCodePointsHoweverTheyAreStored() {
    TextRules.name("😀".repeat(100), faults);
    boolean hundred = faults.isEmpty();
    TextRules.name("😀".repeat(101), faults);

    assertThat(hundred).isTrue();
    assertThat(faults.isEmpty()).isFalse();
  }
}
