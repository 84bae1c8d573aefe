// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Noise is no request. */
class RandomBytesTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final int CONNECTIONS = 1_000;
  private static final int BYTES = 20_000;

  private final RawUpstream backend = new RawUpstream(List.of(Script.OK));
  private final TestGateway gateway = gateway(backend);

  private static TestGateway gateway(RawUpstream backend) {
    TestClock clock = new TestClock();
    return new TestGateway(
        LOOPS.vertx(), TestConfig.of(backend.port(), "poolSize: 2"), new MapKeys(clock), clock);
  }

  @AfterEach
  void close() {
    gateway.close();
    backend.close();
  }

  @Test
  void aThousandConnectionsOfRandomBytesAreClosedAndTheNextIsServed() {
    Random random = new Random(44);
    byte[] noise = new byte[BYTES];
    for (int i = 0; i < CONNECTIONS; i++) {
      random.nextBytes(noise);
      try (RawClient client = RawClient.to(gateway.port())) {
        client.send(new String(noise, StandardCharsets.ISO_8859_1));
        assertThat(client.isClosedAfterAnswers()).as("connection %s", i).isTrue();
      }
    }

    try (RawClient client = RawClient.to(gateway.port())) {
      client.send("GET /open/x HTTP/1.1\r\nHost: api.test\r\n\r\n");
      assertThat(client.answer(false).status()).isEqualTo(200);
    }
    assertThat(backend.next()).isNotNull();
    assertThat(backend.sawNothing()).isTrue();
  }
}
