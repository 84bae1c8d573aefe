// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.Answers;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The resolver that the watches rely on. */
class HostNamesTest {
  private TinyDns dns;
  private Vertx vertx;

  @BeforeEach
  void start() throws IOException {
    dns = new TinyDns("192.0.2.1");
    vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setAddressResolverOptions(
                    new AddressResolverOptions()
                        .addServer("127.0.0.1:" + dns.port())
                        .setQueryTimeout(200)));
  }

  @AfterEach
  void stop() {
    Answers.of(vertx.close());
    dns.close();
  }

  @Test
  void aRecordIsRememberedForAsLongAsItSaysAndNotForLonger() throws IOException {
    HostNames names = HostNames.of(vertx);
    assertThat(addresses(names)).containsExactly("192.0.2.1");

    dns.leadTo("192.0.2.2");
    long moved = System.nanoTime();
    while (!addresses(names).equals(List.of("192.0.2.2"))) {
      assertThat(Duration.ofNanos(System.nanoTime() - moved)).isLessThan(Duration.ofSeconds(5));
    }

    dns.leadTo("192.0.2.3");
    assertThat(addresses(names)).as("within its second").containsExactly("192.0.2.2");
  }

  @Test
  void nobodyToAskIsAFailureInTime() {
    dns.close();

    assertThat(Answers.faultOf(HostNames.of(vertx).addresses("crm.test"))).isNotNull();
  }

  private static List<String> addresses(HostNames names) {
    return Answers.of(names.addresses("crm.test"));
  }
}
