// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Port 0 means a port of one's own, also where listeners share a Vert.x. */
class FreePortTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final int STATUS = 220;

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  @Test
  void listenersThatAskForAnyFreePortNeverShareOne() {
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Script own =
          new Script(
              "HTTP/1.1 " + (STATUS + i) + " OK\r\nContent-Length: 2\r\n\r\nok",
              Script.Ending.KEEP,
              false);
      RawUpstream backend = open(new RawUpstream(List.of(own)));
      TestClock clock = new TestClock();
      TestGateway gateway =
          open(
              new TestGateway(
                  LOOPS.vertx(),
                  TestConfig.of(backend.port(), "poolSize: 1"),
                  new MapKeys(clock),
                  clock));
      ports.add(gateway.port());
    }

    assertThat(ports).doesNotHaveDuplicates();
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < ports.size(); i++) {
        try (RawClient client = RawClient.to(ports.get(i))) {
          client.send("GET /open/x HTTP/1.1\r\nHost: api.test\r\n\r\n");
          assertThat(client.answer(false).status()).isEqualTo(STATUS + i);
        }
      }
    }
  }

  private <T extends AutoCloseable> T open(T opened) {
    open.add(opened);
    return opened;
  }
}
