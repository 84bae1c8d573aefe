// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.wire.Answer;
import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Targets are asked whether they are well, and who is not is not asked anything else. */
class HealthCheckTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final String GET = "GET /open/x HTTP/1.1\r\nHost: api.test\r\n\r\n";
  private static final long TEN_MILLIS = Duration.ofMillis(10).toNanos();

  private final AtomicInteger health = new AtomicInteger(200);
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer backend;
  private TestGateway gateway;
  private RawClient client;

  @BeforeEach
  void start() {
    backend =
        Answers.of(
            LOOPS.vertx().createHttpServer().requestHandler(this::serve).listen(0, "127.0.0.1"));
    String rules =
        "health: { path: /up, interval: 100ms, timeout: 100ms, healthyAfter: 2, unhealthyAfter: 2 }";
    TestClock clock = new TestClock();
    gateway =
        new TestGateway(
            LOOPS.vertx(), TestConfig.of(backend.actualPort(), rules), new MapKeys(clock), clock);
    client = RawClient.to(gateway.port());
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
    Answers.of(backend.close());
  }

  private void serve(HttpServerRequest request) {
    if (request.path().equals("/up")) {
      asked.incrementAndGet();
      if (health.get() > 0) {
        request.response().setStatusCode(health.get()).end("still here");
      }
    } else {
      request.response().end("fine");
    }
  }

  @Test
  void whereNobodyIsWellTheAnswerComesAtOnceAndProbesGoOn() {
    assertThat(call().status()).isEqualTo(200);
    health.set(500);
    assertThat(eventually(503)).isTrue();

    assertThat(call().body()).contains("\"upstream_unavailable\"");
    assertThat(quickestOf(20)).isLessThan(TEN_MILLIS);
    assertThat(gateway.meter("latchkey.upstream.targets.healthy")).isZero();

    int before = asked.get();
    health.set(204);
    assertThat(eventually(200)).as("it is back").isTrue();
    assertThat(asked.get()).isGreaterThan(before);
    assertThat(gateway.meter("latchkey.upstream.targets.healthy")).isEqualTo(1);
  }

  @Test
  void silenceIsNoGoodAnswer() {
    health.set(0);

    assertThat(eventually(503)).isTrue();
  }

  private long quickestOf(int calls) {
    long quickest = Long.MAX_VALUE;
    for (int i = 0; i < calls; i++) {
      long begun = System.nanoTime();
      call();
      quickest = Math.min(quickest, System.nanoTime() - begun);
    }
    return quickest;
  }

  private boolean eventually(int status) {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (System.nanoTime() < deadline) {
      if (call().status() == status) {
        return true;
      }
    }
    return false;
  }

  private Answer call() {
    return client.send(GET).answer(false);
  }
}
