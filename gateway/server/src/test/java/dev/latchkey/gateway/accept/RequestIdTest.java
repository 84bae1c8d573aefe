// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {
  private final RequestId ids = new RequestId(42);

  @ParameterizedTest
  @ValueSource(strings = {"a", "Order-7.a_b", "0123456789abcdef0123456789abcdef"})
  void aHarmlessOneIsKept(String given) {
    assertThat(ids.of(given)).isEqualTo(given);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\"b", "a\nb", "a/b", "é", "${jndi:x}"})
  void anyOtherIsReplaced(String given) {
    assertThat(ids.of(given)).matches("[0-9a-f]{32}");
    assertThat(ids.of("a".repeat(65))).matches("[0-9a-f]{32}");
  }

  @Test
  void newOnesDiffer() {
    Set<String> made = new HashSet<>();

    for (int i = 0; i < 1_000; i++) {
      made.add(ids.of(null));
    }

    assertThat(made).hasSize(1_000);
  }
}
