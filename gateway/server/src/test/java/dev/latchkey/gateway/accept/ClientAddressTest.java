// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
  private static final ClientAddress BEHIND_PROXIES =
      new ClientAddress(new Networks(List.of("10.0.0.0/8", "2001:db8::/32")));

  @ParameterizedTest(name = "{2}: from {0} with {1} it is {3}")
  @CsvSource(
      delimiter = ';',
      value = {
        "192.0.2.1; 203.0.113.7;                        a stranger is not believed;        192.0.2.1",
        "10.0.0.1;  203.0.113.7;                        a proxy is;                        203.0.113.7",
        "10.0.0.1;  198.51.100.1, 203.0.113.7;          the last stranger counts;          203.0.113.7",
        "10.0.0.1;  203.0.113.7, 10.9.9.9;              a chain of proxies is followed;    203.0.113.7",
        "10.0.0.1;  203.0.113.7 | 198.51.100.1;         fields are one list;               198.51.100.1",
        "10.0.0.1;  203.0.113.7 | 10.2.2.2, 10.3.3.3;   and go on from field to field;     203.0.113.7",
        "10.0.0.1;  10.2.2.2, 10.3.3.3;                 proxies alone lead to the first;   10.2.2.2",
        "10.0.0.1;  203.0.113.7, unknown;               an unreadable hop ends the chain;  10.0.0.1",
        "10.0.0.1;  203.0.113.7, unknown, 10.4.4.4;     at the hop before it;              10.4.4.4",
        "10.0.0.1;  203.0.113.7:4711;                   an address has no port;            10.0.0.1",
        "10.0.0.1;  203.0.113.7, ;                      an empty hop is unreadable;        10.0.0.1",
        "10.0.0.1;  '';                                 so is an empty field;              10.0.0.1",
        "10.0.0.1;  2001:db9::7, 2001:db8::1;           IPv6 alike;                        2001:db9::7",
        "::ffff:10.0.0.1; 203.0.113.7;                  IPv4 in IPv6 is IPv4;              203.0.113.7"
      })
  void isTheFirstHopFromTheRightThatNobodyVouchesFor(
      String peer, String fields, String sentence, String client) {
    List<String> forwarded = Arrays.stream(fields.split("\\|", -1)).map(String::strip).toList();

    assertThat(BEHIND_PROXIES.resolve(peer, forwarded)).as(sentence).isEqualTo(client);
  }

  @Test
  void withoutTheFieldItIsThePeer() {
    assertThat(BEHIND_PROXIES.resolve("10.0.0.1", null)).isEqualTo("10.0.0.1");
    assertThat(BEHIND_PROXIES.resolve("10.0.0.1", List.of())).isEqualTo("10.0.0.1");
  }

  @Test
  void withoutTrustedProxiesNobodyIsBelieved() {
    ClientAddress alone = new ClientAddress(Networks.NONE);

    assertThat(alone.trusts("127.0.0.1")).isFalse();
    assertThat(alone.resolve("127.0.0.1", List.of("203.0.113.7"))).isEqualTo("127.0.0.1");
  }
}
