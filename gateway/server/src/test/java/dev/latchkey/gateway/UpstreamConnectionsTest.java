// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static dev.latchkey.gateway.UpstreamScene.GET;
import static dev.latchkey.gateway.UpstreamScene.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connections to targets: when they are used again, when not, and who waits for one. */
class UpstreamConnectionsTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final String TIMES = "timeouts: { connect: 300ms, response: 600ms }";
  private static final Script CLOSES = new Script("", Script.Ending.CLOSE, false);
  private static final Script SILENT = new Script("", Script.Ending.HANG, false);

  private final UpstreamScene scene = new UpstreamScene(LOOPS);

  @AfterEach
  void close() throws Exception {
    scene.close();
  }

  @Test
  void aConnectionThatIsClosedInTheMomentOfItsReuseIsNobodysFailure() {
    RawUpstream backend = scene.upstream(Script.OK, CLOSES, Script.OK);
    TestGateway gateway = scene.gateway(at(backend), TIMES + ", retries: { max: 0 }");
    RawClient client = scene.client(gateway);

    assertThat(client.send(GET).answer(false).status()).isEqualTo(200);
    assertThat(client.send(GET).answer(false).status()).as("on the closing one").isEqualTo(200);
    assertThat(gateway.meter("latchkey.upstream.retries")).isZero();
  }

  @Test
  void aBackendThatClosesAfterEachAnswerWithoutAWordCostsNoClientAnAnswer() {
    Script closing = new Script(Script.OK.answer(), Script.Ending.CLOSE, false);
    TestGateway gateway = scene.gateway(at(scene.upstream(closing)), "poolSize: 64");
    RawClient client = scene.client(gateway);

    List<Integer> statuses =
        IntStream.range(0, 200)
            .mapToObj(i -> client.send(GET).answer(false).status())
            .distinct()
            .toList();

    assertThat(statuses).containsExactly(200);
  }

  @Test
  void aConnectionIsNotKeptForLongerThanItsTargetKeepsIt() {
    RawUpstream brief =
        scene.upstream(
            new Script(
                "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=3\r\nContent-Length: 0\r\n\r\n",
                Script.Ending.KEEP,
                false));
    TestGateway gateway = scene.gateway(at(brief), TIMES);
    assertThat(scene.call(gateway, GET).status()).isEqualTo(200);

    gateway.advance(Duration.ofSeconds(2));

    assertThat(brief.isDone()).isTrue();
  }

  @Test
  void whatComesAfterAnAnswerIsNobodysAnswer() {
    RawUpstream wordy =
        scene.upstream(
            new Script(
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                    + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
                Script.Ending.KEEP,
                false),
            Script.OK);
    TestGateway gateway = scene.gateway(at(wordy), TIMES);

    assertThat(scene.call(gateway, GET).body()).isEqualTo("ok");
    assertThat(scene.call(gateway, GET).body()).isEqualTo("{\"ok\":true}");
    assertThat(wordy.connections()).isEqualTo(2);
  }

  @Test
  void whoFindsTheLineForAConnectionFullIsToldAtOnce() {
    RawUpstream silent = scene.upstream(SILENT);
    TestGateway gateway = scene.gateway(at(silent), "poolSize: 1, maxWaiting: 0");
    scene.client(gateway).send(GET);
    assertThat(silent.next()).isNotNull();

    assertThat(scene.call(gateway, GET).status()).isEqualTo(503);
  }

  @Test
  void whoWaitsForAConnectionInVainIsToldInTime() {
    RawUpstream silent = scene.upstream(SILENT);
    TestGateway gateway =
        scene.gateway(at(silent), "poolSize: 1, timeouts: { connect: 100ms, response: 10s }");
    scene.client(gateway).send(GET);
    assertThat(silent.next()).isNotNull();

    assertThat(scene.call(gateway, GET).status()).isEqualTo(503);
  }
}
