// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "01234567-89ab-cdef-fedc-ba9876543210",
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "019a0000-0000-7000-8000-0000000000a1"
      })
  void readsAsIdsDo(String id) {
    UUID value = UUID.fromString(id);

    Object text = IdText.of(value.getMostSignificantBits(), value.getLeastSignificantBits());

    assertThat(text).hasToString(id);
  }
}
