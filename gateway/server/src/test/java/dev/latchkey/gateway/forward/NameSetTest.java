// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameSetTest {
  private static final NameSet NAMES = new NameSet(List.of("X-API-Key", "Connection", "TE"));

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "X-API-Key,     true",
    "x-api-key,     true",
    "X_API_KEY,     true",
    "x_api-KEY,     true",
    "X-API-Key-Id,  false",
    "XX-API-Key,    false",
    "X-API-Ke,      false",
    "X API Key,     false",
    "te,            true",
    "T,             false",
    "'',            false"
  })
  void dashAndUnderscoreAndLetterCaseAreOne(String name, boolean contained) {
    assertThat(NAMES.contains(name)).isEqualTo(contained);
  }

  @Test
  void anyNumberOfNamesIsFound() {
    List<String> many = IntStream.range(0, 1_000).mapToObj(i -> "X-Name-" + i).toList();
    NameSet set = new NameSet(many);

    assertThat(many).allSatisfy(name -> assertThat(set.contains(name)).isTrue());
    assertThat(set.contains("X-Name-1000")).isFalse();
    assertThat(new NameSet(List.of()).contains("X")).isFalse();
  }

  @Test
  void aPrefixIsFoldedAlike() {
    assertThat(NameSet.hasPrefix("x_latchkey_tenant", "X-Latchkey-")).isTrue();
    assertThat(NameSet.hasPrefix("X-Latchkey", "X-Latchkey-")).isFalse();
    assertThat(NameSet.hasPrefix("X-Latchkeys-Tenant", "X-Latchkey-")).isFalse();
  }
}
