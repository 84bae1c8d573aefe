// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, 10.1.2.3/32",
    "10.1.2.3/8, 10.0.0.0/8",
    "0.0.0.0/0, 0.0.0.0/0",
    "10.1.2.255/25, 10.1.2.128/25",
    "2001:DB8:0:0:0:0:0:1, 2001:db8::1/128",
    "2001:db8::ffff/64, 2001:db8::/64",
    "::1, ::1/128"
  })
  void networksHaveOneWrittenForm(String sent, String kept) {
    assertThat(Networks.normalise(sent)).contains(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "10.0.0",
        "10.0.0.256",
        "010.0.0.1",
        "10.0.0.1/33",
        "10.0.0.1/",
        "10.0.0.1/08",
        "10.0.0.1/-1",
        "::1/129",
        "fe80::1%eth0",
        "[::1]",
        "::ffff:10.0.0.1",
        "10.0.0.1 ",
        "10.0.0.1/8/8"
      })
  void everythingElseIsNone(String sent) {
    assertThat(Networks.normalise(sent)).isEmpty();
  }
}
