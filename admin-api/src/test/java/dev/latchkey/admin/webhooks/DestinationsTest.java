// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255",
        "192.0.0.1",
        "198.18.0.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a00:1::",
        "64:ff9b::a00:1",
        "fec0::1"
      })
  void whatIsNotOfThePublicInternetIsNoDestination(String address) throws Exception {
    assertThat(Destinations.isPublic(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "169.253.0.1",
        "192.1.1.1",
        "198.17.0.1",
        "223.255.255.255",
        "2606:4700::1111",
        "2002:101:101::",
        "64:ff9b::101:101"
      })
  void publicAddressesAre(String address) throws Exception {
    assertThat(Destinations.isPublic(InetAddress.getByName(address))).isTrue();
  }

  @Test
  void oneForbiddenAddressOfANameForbidsIt() throws Exception {
    Destinations destinations = new Destinations(leadingTo("1.1.1.1", "127.0.0.1"), false);

    Future<InetAddress> resolved = destinations.resolve(URI.create("https://mixed.test/"));

    assertThat(resolved.cause()).isInstanceOf(ForbiddenDestinationException.class);
  }

  @Test
  void whereItIsAllowedPrivateAddressesAreDestinations() throws Exception {
    Destinations destinations = new Destinations(leadingTo("127.0.0.1"), true);

    assertThat(destinations.resolve(URI.create("http://local.test/")).succeeded()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "gopher://h/",
        "http:///x",
        "http://u:p@h/",
        "https://h/#x",
        "h",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://127.1/",
        "http://a.0x7f/",
        "http://1.2.3.4.5/",
        ""
      })
  void onlyWebAddressesWithAHostAreAddresses(String url) {
    assertThat(Destinations.parse(url)).isNull();
  }

  private static WebhookNames leadingTo(String... addresses) throws UnknownHostException {
    InetAddress[] found = new InetAddress[addresses.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = InetAddress.getByName(addresses[i]);
    }
    return host -> Future.succeededFuture(List.of(found));
  }
}
