// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.wire.Answer;
import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An event loop that does not keep up, as its clock says. */
class LateLoopTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final String GET = "GET /open/x HTTP/1.1\r\nHost: api.test\r\n\r\n";
  private static final String POST =
      "POST /open/x HTTP/1.1\r\nHost: api.test\r\nContent-Length: 4\r\n\r\nbody";

  private final RawUpstream backend = new RawUpstream(List.of(Script.OK));
  private final TestClock clock = new TestClock();
  private final TestGateway gateway =
      new TestGateway(LOOPS.vertx(), TestConfig.of(backend.port(), ""), new MapKeys(clock), clock);
  private final RawClient client = RawClient.to(gateway.port());

  @AfterEach
  void close() {
    client.close();
    gateway.close();
    backend.close();
  }

  @Test
  @DisplayName("F-75 Calls are turned away while the event loop is late, and taken when it is not")
  void callsAreTurnedAwayWhileTheLoopIsLateAndTakenWhenItIsNot() {
    assertThat(client.send(GET).answer(false).status()).isEqualTo(200);

    gateway.hiccups().leap(Duration.ofMillis(600));
    Answer refused = await(503);
    gateway.hiccups().leap(Duration.ZERO);
    Answer later = await(200);

    assertThat(refused.body()).contains("\"code\":\"overloaded\"");
    assertThat(refused.head().has("retry-after")).isTrue();
    assertThat(refused.head().has("connection")).as("a new one would cost more").isFalse();
    assertThat(later.whole()).isTrue();
  }

  @Test
  void whatIsTurnedAwayReachesNoBackendWithItsBody() {
    gateway.hiccups().leap(Duration.ofMillis(600));
    int turnedAway = 0;
    // The last step to all of them is from three quarters: after so many, none is let through.
    while (turnedAway < 8) {
      turnedAway = client.send(GET).answer(false).status() == 503 ? turnedAway + 1 : 0;
    }
    while (!backend.sawNothing()) {
      backend.next();
    }

    Answer refused = client.send(POST).answer(false);

    assertThat(refused.status()).isEqualTo(503);
    assertThat(backend.sawNothing()).isTrue();
  }

  private Answer await(int status) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    Answer answer = client.send(GET).answer(false);
    while (answer.status() != status) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      answer = client.send(GET).answer(false);
    }
    return answer;
  }
}
