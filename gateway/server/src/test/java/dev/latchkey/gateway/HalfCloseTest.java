// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.record.Outcome;
import dev.latchkey.gateway.wire.Answer;
import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client that has said everything, and says so. */
class HalfCloseTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final int LONG = 3_000_000;

  private final TestClock clock = new TestClock();
  private final RawUpstream backend =
      new RawUpstream(List.of(answer(Script.Ending.KEEP), Script.OK));
  private final TestGateway gateway =
      new TestGateway(LOOPS.vertx(), TestConfig.of(backend.port(), ""), new MapKeys(clock), clock);

  @AfterEach
  void close() {
    gateway.close();
    backend.close();
  }

  @RepeatedTest(5)
  @DisplayName("F-86 A client that half-closes after sending gets its whole answer, long or short")
  void aClientThatHalfClosesGetsItsWholeAnswer() {
    for (int length : List.of(LONG, 11)) {
      try (RawClient client = RawClient.to(gateway.port())) {
        client.send("GET /open/x HTTP/1.1\r\nHost: api.test\r\n\r\n").shutdownOutput();

        Answer answer = client.answer(false);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.whole()).isTrue();
        assertThat(answer.body()).hasSize(length);
        assertThat(client.isClosedByServer()).isTrue();
      }
    }
  }

  @Test
  void itsAnswerMayHaveToWaitForItsReading() {
    try (RawClient client = slowClient(gateway)) {
      client.shutdownOutput();

      Answer answer = client.answer(false);

      assertThat(answer.whole()).isTrue();
      assertThat(answer.body()).hasSize(LONG);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void itMayEndItsSideWhileItsAnswerWaitsForItsReading() {
    try (RawClient client = slowClient(gateway)) {
      assertThat(client.status()).isEqualTo(200);
      client.shutdownOutput();

      assertThat(client.bytesUntilClosed()).isEqualTo(LONG);
    }
  }

  @Test
  void aBackendMayLeaveWhileItsAnswerWaitsForItsReader() {
    try (RawUpstream leaving = new RawUpstream(List.of(answer(Script.Ending.CLOSE)));
        TestGateway node =
            new TestGateway(
                LOOPS.vertx(), TestConfig.of(leaving.port(), ""), new MapKeys(clock), clock);
        RawClient client = slowClient(node)) {
      assertThat(leaving.isDone()).isTrue();

      Answer answer = client.answer(false);

      assertThat(answer.whole()).isTrue();
      assertThat(answer.body()).hasSize(LONG);
    }
  }

  @Test
  void aClientThatLeavesWhileItsAnswerIsSilentIsNotListenedForAnyMore() {
    Script begun =
        new Script(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: hello\n\n",
            Script.Ending.HANG,
            false);
    try (RawUpstream stream = new RawUpstream(List.of(begun));
        TestGateway node =
            new TestGateway(
                LOOPS.vertx(), TestConfig.of(stream.port(), ""), new MapKeys(clock), clock)) {
      try (RawClient client = RawClient.to(node.port())) {
        assertThat(client.send("GET /open/x HTTP/1.1\r\nHost: api.test\r\n\r\n").status())
            .isEqualTo(200);
      }

      TestGateway.Ended ended = node.nextEnded();

      assertThat(ended.outcome().kind()).isEqualTo(Outcome.Kind.ABORTED);
      assertThat(ended.inFlight()).isZero();
      assertThat(stream.isAbandoned()).isTrue();
    }
  }

  @Test
  void pipelinedRequestsBeforeTheEndAreAllAnswered() {
    try (RawClient client = RawClient.to(gateway.port())) {
      client.send("GET /nowhere HTTP/1.1\r\nHost: api.test\r\n\r\n".repeat(3)).shutdownOutput();

      for (int i = 0; i < 3; i++) {
        assertThat(client.answer(false).status()).isEqualTo(404);
      }
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void aRequestThatEndsHalfWayIsNoRequest() {
    try (RawClient client = RawClient.to(gateway.port())) {
      client
          .send("POST /open/x HTTP/1.1\r\nHost: api.test\r\nContent-Length: 100\r\n\r\nhello")
          .shutdownOutput();

      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void anIdleConnectionWhoseClientEndsItIsClosed() {
    try (RawClient client = RawClient.to(gateway.port())) {
      client.shutdownOutput();

      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  /** Asks, and takes so little at once that the gateway has to wait. */
  private static RawClient slowClient(TestGateway node) {
    return RawClient.to(node.port(), 16 * 1_024)
        .send("GET /open/x HTTP/1.1\r\nHost: api.test\r\n\r\n");
  }

  private static Script answer(Script.Ending ending) {
    return new Script(
        "HTTP/1.1 200 OK\r\nContent-Length: " + LONG + "\r\n\r\n" + "x".repeat(LONG),
        ending,
        false);
  }
}
