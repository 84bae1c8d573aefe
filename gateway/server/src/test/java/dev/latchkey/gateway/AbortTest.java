// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.record.Outcome;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.MapKeys.Held;
import dev.latchkey.keys.TestClock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever leaves early takes nothing along and leaves nothing behind. */
class AbortTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final Script SILENT = new Script("", Script.Ending.HANG, false);
  private static final String GET = "GET /open/x HTTP/1.1\r\nHost: api.test\r\n\r\n";
  private static final String NOWHERE = "GET /nowhere HTTP/1.1\r\nHost: api.test\r\n\r\n";

  private final TestClock clock = new TestClock();
  private final MapKeys keys = new MapKeys(clock);
  private final RawUpstream backend = new RawUpstream(List.of(SILENT));
  private final TestGateway gateway =
      new TestGateway(
          LOOPS.vertx(),
          TestConfig.of(
              backend.port(),
              "poolSize: 2, timeouts: { connect: 100ms, response: 300ms, idle: 200ms }"),
          keys,
          clock);

  @AfterEach
  void close() {
    gateway.close();
    backend.close();
  }

  @Test
  void aClientThatLeavesDuringTheLookupIsNotForwarded() {
    KeyFixture key = KeyFixture.minted(clock.instant()).scopes("leads:read");
    keys.put(key.newKey());
    Held lookup = keys.holdNext();
    RawClient client = RawClient.to(gateway.port());
    client.send(
        "GET /guarded HTTP/1.1\r\nHost: api.test\r\nX-API-Key: "
            + key.secret().reveal()
            + "\r\n\r\n");
    Answers.of(lookup.asked());

    client.reset();
    answerOf(NOWHERE);
    lookup.release();

    assertThat(gateway.nextEnded().outcome().reason()).isEqualTo(Reason.ROUTE_NOT_FOUND);
    TestGateway.Ended ended = gateway.nextEnded();
    assertThat(ended.outcome().kind()).isEqualTo(Outcome.Kind.ABORTED);
    assertThat(ended.inFlight()).isZero();
    assertThat(backend.sawNothing()).isTrue();
  }

  @Test
  void fiftyAbortsGiveEveryConnectionBack() {
    for (int i = 0; i < 50; i++) {
      RawClient client = RawClient.to(gateway.port());
      client.send(GET);
      assertThat(backend.next()).isNotNull();
      client.reset();
      TestGateway.Ended ended = gateway.nextEnded();
      assertThat(ended.outcome().kind()).isEqualTo(Outcome.Kind.ABORTED);
      assertThat(ended.inFlight()).isZero();
    }
  }

  @Test
  void timeoutsGiveEveryConnectionBack() {
    for (int i = 0; i < 5; i++) {
      assertThat(answerOf(GET)).isEqualTo(504);
      assertThat(backend.next()).as("call " + i + " got a connection").isNotNull();
      assertThat(gateway.nextEnded().inFlight()).isZero();
    }
  }

  @Test
  void whoWaitsForAConnectionInVainIsToldInTime() {
    RawClient first = RawClient.to(gateway.port()).send(GET);
    RawClient second = RawClient.to(gateway.port()).send(GET);

    int third = answerOf(GET);

    // The upstream is not slow for all we know: its connections are in use.
    assertThat(third).isEqualTo(503);
    first.close();
    second.close();
  }

  private int answerOf(String request) {
    try (RawClient client = RawClient.to(gateway.port())) {
      return client.send(request).answer(false).status();
    }
  }
}
