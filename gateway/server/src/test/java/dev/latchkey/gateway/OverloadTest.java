// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.wire.Answer;
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

/** Too many, too much, too fast: what is there already goes on, and what is refused is told why. */
class OverloadTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final String GET = "GET /open/x HTTP/1.1\r\nHost: api.test\r\n\r\n";
  private static final int ANSWER_BYTES = 15_000;

  private final RawUpstream backend = new RawUpstream(List.of(answer()));
  private final TestClock clock = new TestClock();
  private final TestGateway gateway =
      new TestGateway(
          LOOPS.vertx(),
          TestConfig.of(backend.port(), "poolSize: 4", "connections: { perAddress: 3 }"),
          new MapKeys(clock),
          clock);

  @AfterEach
  void close() {
    gateway.close();
    backend.close();
  }

  private static Script answer() {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + ANSWER_BYTES + "\r\n\r\n";
    return new Script(head + "a".repeat(ANSWER_BYTES), Script.Ending.KEEP, false);
  }

  @Test
  void theOldestConnectionWithoutARequestMakesRoomForANewOne() {
    RawClient used = RawClient.to(gateway.port());
    assertThat(used.send(GET).answer(false).status()).isEqualTo(200);
    RawClient idle = RawClient.to(gateway.port()).send("GET /open");
    RawClient second = RawClient.to(gateway.port());
    assertThat(second.send(GET).answer(false).status()).isEqualTo(200);

    RawClient third = RawClient.to(gateway.port());

    assertThat(third.send(GET).answer(false).status()).isEqualTo(200);
    assertThat(idle.isClosedByServer()).isTrue();
    assertThat(used.send(GET).answer(false).status()).isEqualTo(200);
  }

  @Test
  void whereNoneCanMakeRoomTheNewOneIsClosed() {
    List<RawClient> used = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      RawClient client = RawClient.to(gateway.port());
      assertThat(client.send(GET).answer(false).status()).isEqualTo(200);
      used.add(client);
    }

    RawClient tooMany = RawClient.to(gateway.port());

    assertThat(tooMany.isClosedByServer()).isTrue();
    used.forEach(client -> assertThat(client.send(GET).answer(false).status()).isEqualTo(200));
    used.get(0).close();
    assertThat(used.get(1).send(GET).answer(false).status()).isEqualTo(200);
  }

  @Test
  void withLittleMemoryLeftNoConnectionIsKept() {
    gateway.pressure().filled(0.93);

    RawClient client = RawClient.to(gateway.port()).send(GET);

    assertThat(client.answer(false).head().value("connection")).isEqualTo("close");
    assertThat(client.isClosedByServer()).isTrue();
  }

  @Test
  void withHardlyAnyMemoryLeftCallsAreTurnedAwayUntilThereIsMore() {
    gateway.pressure().filled(0.96);
    RawClient refused = RawClient.to(gateway.port()).send(GET);
    Answer answer = refused.answer(false);
    assertThat(refused.isClosedByServer()).isTrue();
    assertThat(backend.sawNothing()).isTrue();
    gateway.pressure().filled(0.5);

    int later = RawClient.to(gateway.port()).send(GET).answer(false).status();

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body()).contains("\"code\":\"overloaded\"");
    assertThat(answer.head().has("retry-after")).isTrue();
    assertThat(later).isEqualTo(200);
  }

  @Test
  void aThousandRequestsInOneGoWaitForTheirAnswersToBeRead() {
    RawClient client = RawClient.to(gateway.port(), 16 * 1_024);
    client.send(GET.repeat(1_000));
    assertThat(backend.next()).isNotNull();
    int seen = 1;
    while (backend.nextWithin(300) != null) {
      seen++;
    }

    assertThat(seen).isBetween(1, 900);
    for (int i = 0; i < 1_000; i++) {
      assertThat(client.answer(false).status()).isEqualTo(200);
    }
  }
}
