// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A thousand slow clients at a time, and one who wants to be served meanwhile. */
@Tag("long")
class SlowCrowdTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final int CROWD = 1_000;
  private static final int REQUESTS = 10_000;
  private static final int ANSWER_BYTES = 15_000;
  private static final String GET = "GET /open/x HTTP/1.1\r\nHost: api.test\r\n\r\n";

  private final RawUpstream backend = new RawUpstream(List.of(answer()));
  private final TestClock clock = new TestClock();
  private final TestGateway gateway =
      new TestGateway(
          LOOPS.vertx(),
          TestConfig.of(
              backend.port(),
              "poolSize: 8, timeouts: { connect: 5s, response: 10m, idle: 10m }",
              "connections: { total: 1500, perAddress: 1500 }"),
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
  @DisplayName("F-81 A thousand heads that drip are each told so in time, and others are served")
  void aThousandHeadsThatDripAreEachToldSoInTimeAndOthersAreServed() {
    assertThat(statusesOfACrowd("GET /open/x HTTP/1.1\r\n", "X: a\r\n")).containsOnly(408);
    assertThat(backend.sawNothing()).isFalse();
  }

  @Test
  @DisplayName("F-82 A thousand bodies that drip are each told so in time, and others are served")
  void aThousandBodiesThatDripAreEachToldSoInTimeAndOthersAreServed() {
    String head = "POST /open/x HTTP/1.1\r\nHost: api.test\r\nContent-Length: 100000\r\n\r\n";
    assertThat(statusesOfACrowd(head, "a")).containsOnly(408);
  }

  @Test
  @DisplayName("F-84 However many connect and say nothing, whoever calls is served")
  void howeverManyConnectAndSayNothingWhoeverCallsIsServed() {
    List<RawClient> idle = crowd(4 * CROWD);

    try (RawClient client = RawClient.to(gateway.port())) {
      assertThat(client.send(GET).answer(false).status()).isEqualTo(200);
    }

    assertThat(gateway.census().open()).isLessThanOrEqualTo(1_500);
    assertThat(gateway.census().displaced()).isGreaterThan(2_000);
    idle.forEach(RawClient::close);
  }

  @Test
  @DisplayName("F-89 Ten thousand requests in one go wait for their answers to be read")
  void tenThousandRequestsInOneGoWaitForTheirAnswersToBeRead() {
    RawClient client = RawClient.to(gateway.port(), 16 * 1_024);
    CompletableFuture<RawClient> sending =
        CompletableFuture.supplyAsync(() -> client.send(GET.repeat(REQUESTS)));
    assertThat(backend.next()).isNotNull();
    int seen = 1;
    while (backend.nextWithin(300) != null) {
      seen++;
    }

    assertThat(seen).isLessThan(REQUESTS / 10);
    for (int i = 0; i < REQUESTS; i++) {
      assertThat(client.answer(false).status()).isEqualTo(200);
    }
    sending.join().close();
  }

  /** What a thousand are told that send this and then go on with that, every half second. */
  private List<Integer> statusesOfACrowd(String first, String then) {
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Integer> served = CompletableFuture.supplyAsync(() -> callUntil(over));
    List<RawClient> crowd = crowd(CROWD);
    crowd.forEach(client -> client.send(first));

    List<Integer> statuses =
        FastForward.until(
            gateway,
            () -> crowd.forEach(client -> client.send(then)),
            () -> crowd.stream().map(client -> client.answer(false).status()).toList());

    over.set(true);
    assertThat(served.join()).as("calls meanwhile, all of them served").isPositive();
    crowd.forEach(RawClient::close);
    return statuses;
  }

  /** Time flies here, so each call has a connection of its own. */
  private int callUntil(AtomicBoolean over) {
    int calls = 0;
    do {
      try (RawClient client = RawClient.to(gateway.port())) {
        assertThat(client.send(GET).answer(false).status()).isEqualTo(200);
      }
      calls++;
    } while (!over.get());
    return calls;
  }

  private List<RawClient> crowd(int size) {
    return Stream.generate(() -> RawClient.to(gateway.port())).limit(size).toList();
  }
}
