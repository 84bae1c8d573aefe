// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
  @ParameterizedTest(name = "{1} in {0}: {2}")
  @CsvSource({
    "10.0.0.0/8,            10.255.1.2,         true",
    "10.0.0.0/8,            11.0.0.0,           false",
    "10.1.2.3/8,            10.9.9.9,           true",
    "192.0.2.128/25,        192.0.2.128,        true",
    "192.0.2.128/25,        192.0.2.127,        false",
    "192.0.2.7,             192.0.2.7,          true",
    "192.0.2.7,             192.0.2.8,          false",
    "192.0.2.6/31,          192.0.2.7,          true",
    "0.0.0.0/0,             203.0.113.9,        true",
    "0.0.0.0/0,             ::1,                false",
    "::/0,                  203.0.113.9,        false",
    "2001:db8::/32,         2001:db8:ffff::1,   true",
    "2001:db8::/32,         2001:db9::1,        false",
    "2001:db8::/33,         2001:db8:8000::1,   false",
    "::1,                   ::1,                true",
    "10.0.0.0/8,            ::ffff:10.1.2.3,    true",
    "::ffff:10.0.0.0,       10.0.0.0,           true",
    "10.0.0.0/8,            10.1.2.3:80,        false",
    "10.0.0.0/8,            10.1.2,             false",
    "10.0.0.0/8,            localhost,          false",
    "10.0.0.0/8,            '',                 false",
    "fe80::/10,             fe80::1,            true"
  })
  void anAddressIsInItsNetwork(String network, String address, boolean inside) {
    assertThat(new Networks(List.of(network)).contains(address)).isEqualTo(inside);
  }

  @ParameterizedTest(name = "{0} is no network")
  @ValueSource(strings = {"", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10/8", "a.test/8", "::1/x"})
  void nonsenseIsRefused(String network) {
    assertThatThrownBy(() -> new Networks(List.of(network)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noNetworksContainNothing() {
    assertThat(Networks.NONE.isEmpty()).isTrue();
    assertThat(Networks.NONE.contains("127.0.0.1")).isFalse();
  }

  @Test
  void anyOfSeveralNetworksIsEnough() {
    Networks networks = new Networks(List.of("10.0.0.0/8", "2001:db8::/32"));

    assertThat(networks.contains("10.1.1.1")).isTrue();
    assertThat(networks.contains("2001:db8::1")).isTrue();
    assertThat(networks.contains("192.0.2.1")).isFalse();
  }
}
