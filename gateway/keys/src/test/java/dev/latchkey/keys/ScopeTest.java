// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
  @ParameterizedTest(name = "{0} grants {1}: {2}")
  @CsvSource({
    "leads:read, leads:read, true",
    "leads:read, leads:write, false",
    "leads, leads, true",
    "leads, leads:read, false",
    "leads:*, leads:read, true",
    "leads:*, leads:*, true",
    "leads:*, leads, false",
    "leads:*, leadsx:read, false",
    "lead:*, leads:read, false",
    "leads:read, leads:*, false",
    "*, leads:read, true",
    "*, *, true",
    "leads:*, *, false",
  })
  void aScopeGrantsItselfAndAWildcardItsWholeGroup(String held, String required, boolean granted) {
    assertThat(new Scope(held).grants(new Scope(required))).isEqualTo(granted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"contacts", "leads:read", "leads:*", "*", "a.b_c-d:e.f", "9"})
  void aWordOrTwoIsAScope(String id) {
    assertThat(Scope.isValid(id)).isTrue();
    assertThat(new Scope(id)).hasToString(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "leads:",
        ":read",
        "Leads:read",
        "leads read",
        "leads:read:all",
        "le*",
        "**",
        "*:read",
        "leads:**",
        "leads\n",
        "đ",
      })
  void anythingElseIsNot(String id) {
    assertThat(Scope.isValid(id)).isFalse();
    assertThatThrownBy(() -> new Scope(id)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aScopeHasAtMostOneHundredCharacters() {
    assertThat(Scope.isValid("a".repeat(100))).isTrue();
    assertThat(Scope.isValid("a".repeat(101))).isFalse();
  }

  @Test
  void onlyWildcardsAreWildcards() {
    assertThat(Scope.ALL.isWildcard()).isTrue();
    assertThat(new Scope("leads:*").isWildcard()).isTrue();
    assertThat(new Scope("leads:read").isWildcard()).isFalse();
  }
}
