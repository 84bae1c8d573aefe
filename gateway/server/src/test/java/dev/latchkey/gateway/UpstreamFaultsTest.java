// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static dev.latchkey.gateway.UpstreamScene.GET;
import static dev.latchkey.gateway.UpstreamScene.POST;
import static dev.latchkey.gateway.UpstreamScene.at;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.wire.Answer;
import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import io.vertx.core.Future;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What clients see while targets fail: as little as can be. */
class UpstreamFaultsTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final String TIMES = "timeouts: { connect: 300ms, response: 600ms }";
  private static final String REFUSES = "\"http://127.0.0.1:1\"";
  private static final Script RESETS = new Script("", Script.Ending.RESET, false);
  private static final Script BUSY =
      new Script("HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy", Script.Ending.KEEP, false);

  private final UpstreamScene scene = new UpstreamScene(LOOPS);

  @AfterEach
  void close() throws Exception {
    scene.close();
  }

  @Test
  void whatMayBeRepeatedIsAskedOfAnotherTarget() {
    RawUpstream broken = scene.upstream(RESETS);
    RawUpstream well = scene.upstream(Script.OK);
    TestGateway gateway = scene.gateway(at(broken) + ", " + at(well), TIMES);

    assertThat(scene.call(gateway, GET).status()).isEqualTo(200);
    assertThat(broken.next()).isNotNull();
    assertThat(well.next()).isNotNull();
    assertThat(gateway.meter("latchkey.upstream.retries")).isEqualTo(1);
  }

  @Test
  void whatMayNotBeRepeatedIsNot() {
    RawUpstream broken = scene.upstream(RESETS);
    RawUpstream well = scene.upstream(Script.OK);
    TestGateway gateway = scene.gateway(at(broken) + ", " + at(well), TIMES);

    assertThat(scene.call(gateway, POST).status()).isEqualTo(502);
    assertThat(broken.next()).isNotNull();
    assertThat(well.sawNothing()).isTrue();
  }

  @Test
  void answersThatCountAsFailedAreAskedForElsewhere() {
    RawUpstream busy = scene.upstream(BUSY);
    RawUpstream well = scene.upstream(Script.OK);
    TestGateway gateway =
        scene.gateway(at(busy) + ", " + at(well), TIMES + ", retries: { statuses: [ 503 ] }");

    assertThat(scene.call(gateway, GET).status()).isEqualTo(200);
    assertThat(scene.call(gateway, GET).status()).isEqualTo(200);
    assertThat(scene.call(gateway, POST).body()).as("not to be repeated").isEqualTo("busy");
  }

  @Test
  void secondTriesStayWithinTheirBudget() {
    RawUpstream one = scene.upstream(RESETS);
    RawUpstream other = scene.upstream(RESETS);
    TestGateway gateway =
        scene.gateway(at(one) + ", " + at(other), TIMES + ", ejection: { maxEjected: 0 }");

    IntStream.range(0, 100)
        .forEach(i -> assertThat(scene.call(gateway, GET).status()).isEqualTo(502));

    assertThat(gateway.meter("latchkey.upstream.retries")).isBetween(20.0, 25.0);
  }

  @Test
  void aTargetThatKeepsFailingIsLeftAloneForAWhile() {
    String rules = TIMES + ", retries: { max: 0 }, ejection: { failures: 3, time: 10s }";
    TestGateway gateway = scene.gateway(REFUSES + ", " + at(scene.upstream(Script.OK)), rules);

    long failed = failures(gateway, 20);
    gateway.advance(Duration.ofSeconds(10));
    long again = failures(gateway, 4);

    assertThat(failed).isEqualTo(3);
    assertThat(again).as("it is asked again").isEqualTo(2);
    assertThat(gateway.meter("latchkey.upstream.ejections")).isEqualTo(1);
  }

  @Test
  void anUpstreamThatFailsTooOftenIsNotAskedForAWhile() {
    TestGateway gateway =
        scene.gateway(REFUSES, TIMES + ", breaker: { calls: 4, window: 1h, open: 10s, probes: 1 }");

    IntStream.range(0, 4)
        .forEach(i -> assertThat(scene.call(gateway, GET).status()).isEqualTo(502));
    Answer refused = scene.call(gateway, GET);
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.body()).contains("\"upstream_unavailable\"");
    assertThat(gateway.meter("latchkey.upstream.breaker")).isEqualTo(2);
    gateway.advance(Duration.ofSeconds(10));
    assertThat(scene.call(gateway, GET).status()).as("one may find out").isEqualTo(502);
    assertThat(scene.call(gateway, GET).status()).isEqualTo(503);
  }

  @Test
  void aNameThatMovesIsFollowedAndAnUnknownOneIs502() {
    RawUpstream first = scene.upstream(Script.OK);
    RawUpstream second = scene.open(new RawUpstream(List.of(BUSY), "127.0.0.2", first.port()));
    AtomicReference<Future<List<String>>> answer =
        new AtomicReference<>(Future.failedFuture(new UnknownHostException()));
    TestGateway gateway =
        scene.gateway(
            "\"http://crm.test:" + first.port() + '"',
            TIMES,
            host -> Objects.requireNonNull(answer.get()));

    assertThat(scene.call(gateway, GET).status()).as("unknown").isEqualTo(502);
    answer.set(Future.succeededFuture(List.of("127.0.0.1")));
    assertThat(eventually(gateway, 200)).isTrue();
    assertThat(requireNonNull(first.next()).head().value("Host"))
        .isEqualTo("crm.test:" + first.port());
    answer.set(Future.succeededFuture(List.of("127.0.0.2")));
    assertThat(eventually(gateway, 503)).isTrue();
    assertThat(second.next()).isNotNull();
  }

  /** Asks for as long as an eager operator would. */
  private boolean eventually(TestGateway gateway, int status) {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    RawClient client = scene.client(gateway);
    while (System.nanoTime() < deadline) {
      if (client.send(GET).answer(false).status() == status) {
        return true;
      }
    }
    return false;
  }

  private long failures(TestGateway gateway, int calls) {
    return IntStream.range(0, calls).filter(i -> scene.call(gateway, GET).status() == 502).count();
  }
}
