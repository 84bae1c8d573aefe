// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.GatewayConfig;
import dev.latchkey.gateway.wire.Answer;
import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node that is told to stop under load answers everything that it accepted. */
class DrainTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final int CLIENTS = 4;
  private static final GatewayConfig.Drain DRAIN =
      new GatewayConfig.Drain(Duration.ofMillis(30), Duration.ofSeconds(5));
  private static final String GET = "GET /open/x HTTP/1.1\r\nHost: api.test\r\n\r\n";

  private final RawUpstream backend = new RawUpstream(List.of(Script.OK));

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  @DisplayName("F-62 Drains under load lose no accepted request")
  void drainsUnderLoadLoseNoAcceptedRequest() {
    for (int i = 0; i < 8; i++) {
      drainUnderLoad();
    }
  }

  @Test
  @Tag("long")
  @DisplayName("F-62 Two hundred drains under load lose no accepted request")
  void twoHundredDrainsUnderLoadLoseNoAcceptedRequest() {
    for (int i = 0; i < 200; i++) {
      drainUnderLoad();
    }
  }

  @Test
  void duringTheGraceNewConnectionsAreServedAndAskedToComeBackElsewhere() {
    TestGateway gateway = gateway(new GatewayConfig.Drain(Duration.ofSeconds(1), Duration.ZERO));
    try (RawClient before = RawClient.to(gateway.port())) {
      Answer first = before.send(GET).answer(false);
      CompletableFuture<Void> stopping = CompletableFuture.runAsync(gateway::close);
      Answer last = before.send(GET).answer(false);
      while (!asksToLeave(last)) {
        last = before.send(GET).answer(false);
      }
      try (RawClient during = RawClient.to(gateway.port())) {
        assertThat(asksToLeave(during.send(GET).answer(false))).isTrue();
      }

      assertThat(asksToLeave(first)).isFalse();
      assertThat(before.isClosedByServer()).isTrue();
      stopping.join();
    }
  }

  @Test
  void anIdleConnectionIsClosedAndHoldsNothingUp() {
    TestGateway gateway = gateway(DRAIN);
    try (RawClient idle = RawClient.to(gateway.port())) {
      idle.send(GET).answer(false);

      gateway.close();

      assertThat(idle.isClosedByServer()).isTrue();
    }
  }

  private void drainUnderLoad() {
    TestGateway gateway = gateway(DRAIN);
    CountDownLatch underWay = new CountDownLatch(CLIENTS * 5);
    List<CompletableFuture<Integer>> clients =
        Stream.generate(() -> load(gateway.port(), underWay)).limit(CLIENTS).toList();
    await(underWay);

    gateway.close();

    int answered = clients.stream().mapToInt(CompletableFuture::join).sum();
    assertThat(answered).isEqualTo(gateway.endedUnseen());
  }

  /**
   * Calls until nobody listens any more.
   *
   * @return whole answers, all of them good; a connection that was never looked at counts as none
   */
  private static CompletableFuture<Integer> load(int port, CountDownLatch underWay) {
    return CompletableFuture.supplyAsync(
        () -> {
          AtomicInteger answers = new AtomicInteger();
          try {
            while (true) {
              callUntilAskedToLeave(port, answers, underWay);
            }
          } catch (UncheckedIOException nobodyListens) {
            return answers.get();
          }
        },
        task -> new Thread(task, "load").start());
  }

  private static void callUntilAskedToLeave(
      int port, AtomicInteger answers, CountDownLatch underWay) {
    try (RawClient client = RawClient.to(port)) {
      boolean leave = false;
      while (!leave) {
        Answer answer = client.send(GET).answer(false);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.whole()).isTrue();
        answers.incrementAndGet();
        underWay.countDown();
        leave = asksToLeave(answer);
      }
    }
  }

  private static boolean asksToLeave(Answer answer) {
    return answer.head().value("connection").equals("close");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private TestGateway gateway(GatewayConfig.Drain drain) {
    TestClock clock = new TestClock();
    return new TestGateway(
        LOOPS.vertx(),
        TestConfig.of(backend.port(), "poolSize: 8"),
        new MapKeys(clock),
        clock,
        drain);
  }
}
