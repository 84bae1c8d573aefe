// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.fault.Fault;
import dev.latchkey.fault.FaultProxy;
import dev.latchkey.gateway.wire.Answer;
import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A backend that lets its answer trickle buys no time by it. */
class DrippingUpstreamTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private final RawUpstream backend =
      new RawUpstream(
          List.of(
              new Script(
                  "HTTP/1.1 200 OK\r\nX-Long: " + "a".repeat(4_000) + "\r\n\r\n",
                  Script.Ending.CLOSE,
                  false)));
  private final FaultProxy between = new FaultProxy(backend.port());
  private final TestGateway gateway = gateway(between.port());

  private static TestGateway gateway(int port) {
    TestClock clock = new TestClock();
    return new TestGateway(
        LOOPS.vertx(),
        TestConfig.of(port, "timeouts: { connect: 2s, response: 4s, idle: 10s }"),
        new MapKeys(clock),
        clock);
  }

  @AfterEach
  void close() {
    gateway.close();
    between.close();
    backend.close();
  }

  @Test
  @DisplayName("F-44 A head that drips is 504 when the time for it is used up")
  void aHeadThatDripsIs504InTime() {
    between.set(Fault.throttle(400));

    try (RawClient client = RawClient.to(gateway.port())) {
      Answer answer = client.send("GET /open/x HTTP/1.1\r\nHost: api.test\r\n\r\n").answer(false);

      assertThat(backend.next()).as("it had begun to answer").isNotNull();
      assertThat(answer.status()).isEqualTo(504);
      assertThat(answer.body()).contains("\"code\":\"upstream_timeout\"");
      assertThat(gateway.nextEnded().inFlight()).isZero();
    }
  }
}
