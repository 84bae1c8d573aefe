// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.UpstreamConfig.Target;
import dev.latchkey.gateway.TestNanos;
import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressWatchTest {
  private final TestNanos nanos = new TestNanos(() -> 0);
  private final List<String> asked = new ArrayList<>();
  private final TargetState target =
      new TargetState(new Target(false, "crm.test", 9_000), List.of());
  private Future<List<String>> answer = Future.succeededFuture(List.of("192.0.2.1"));
  private final AddressWatch watch =
      new AddressWatch(
          target,
          host -> {
            asked.add(host);
            return answer;
          },
          nanos);

  @Test
  void aNameLeadsToItsAddressesWithTheTargetsPort() {
    answer = Future.succeededFuture(List.of("192.0.2.2", "192.0.2.1"));

    watch.look();

    assertThat(target.addresses())
        .containsExactly(
            SocketAddress.inetSocketAddress(9_000, "192.0.2.1"),
            SocketAddress.inetSocketAddress(9_000, "192.0.2.2"));
    assertThat(asked).containsExactly("crm.test");
  }

  @Test
  void aNewAddressIsTakenWithTheNextLook() {
    watch.look();
    answer = Future.succeededFuture(List.of("192.0.2.9"));

    watch.look();

    assertThat(target.addresses())
        .containsExactly(SocketAddress.inetSocketAddress(9_000, "192.0.2.9"));
  }

  @Test
  void theLastGoodAddressServesForAMinute() {
    watch.look();
    answer = Future.failedFuture(new UnknownHostException("crm.test"));

    nanos.advance(Duration.ofSeconds(60).minusMillis(1));
    watch.look();
    assertThat(target.isFound()).isTrue();
    nanos.advance(Duration.ofMillis(1));
    watch.look();

    assertThat(target.isFound()).isFalse();
    answer = Future.succeededFuture(List.of("192.0.2.1"));
    watch.look();
    assertThat(target.isFound()).as("it is found again").isTrue();
  }

  @Test
  void aNameThatWasNeverFoundLeadsNowhere() {
    answer = Future.failedFuture(new UnknownHostException("crm.test"));

    Future<Void> looked = watch.look();

    assertThat(looked.succeeded()).as("that is an answer, too").isTrue();
    assertThat(target.isFound()).isFalse();
  }
}
