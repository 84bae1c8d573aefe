// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.forward.upstream.HostNames;
import dev.latchkey.gateway.wire.Answer;
import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import io.vertx.core.Future;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
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

  private static final String GET = "GET /open/x HTTP/1.1\r\nHost: api.test\r\n\r\n";
  private static final String POST =
      "POST /open/x HTTP/1.1\r\nHost: api.test\r\nContent-Length: 5\r\n\r\nhello";
  private static final String TIMES = "timeouts: { connect: 300ms, response: 600ms }";
  private static final String REFUSES = "\"http://127.0.0.1:1\"";
  private static final Script RESETS = new Script("", Script.Ending.RESET, false);
  private static final Script CLOSES = new Script("", Script.Ending.CLOSE, false);
  private static final Script SILENT = new Script("", Script.Ending.HANG, false);
  private static final Script BUSY =
      new Script("HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy", Script.Ending.KEEP, false);

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  @Test
  void whatMayBeRepeatedIsAskedOfAnotherTarget() {
    RawUpstream broken = upstream(RESETS);
    RawUpstream well = upstream(Script.OK);
    TestGateway gateway = gateway(at(broken) + ", " + at(well), TIMES);

    assertThat(call(gateway, GET).status()).isEqualTo(200);
    assertThat(broken.next()).isNotNull();
    assertThat(well.next()).isNotNull();
    assertThat(gateway.meter("latchkey.upstream.retries")).isEqualTo(1);
  }

  @Test
  void whatMayNotBeRepeatedIsNot() {
    RawUpstream broken = upstream(RESETS);
    RawUpstream well = upstream(Script.OK);
    TestGateway gateway = gateway(at(broken) + ", " + at(well), TIMES);

    assertThat(call(gateway, POST).status()).isEqualTo(502);
    assertThat(broken.next()).isNotNull();
    assertThat(well.sawNothing()).isTrue();
  }

  @Test
  void answersThatCountAsFailedAreAskedForElsewhere() {
    RawUpstream busy = upstream(BUSY);
    RawUpstream well = upstream(Script.OK);
    TestGateway gateway =
        gateway(at(busy) + ", " + at(well), TIMES + ", retries: { statuses: [ 503 ] }");

    assertThat(call(gateway, GET).status()).isEqualTo(200);
    assertThat(call(gateway, GET).status()).isEqualTo(200);
    assertThat(call(gateway, POST).body()).as("not to be repeated").isEqualTo("busy");
  }

  @Test
  void aConnectionThatIsClosedInTheMomentOfItsReuseIsNobodysFailure() {
    RawUpstream backend = upstream(Script.OK, CLOSES, Script.OK);
    TestGateway gateway = gateway(at(backend), TIMES + ", retries: { max: 0 }");
    RawClient client = client(gateway);

    assertThat(client.send(GET).answer(false).status()).isEqualTo(200);
    assertThat(client.send(GET).answer(false).status()).as("on the closing one").isEqualTo(200);
    assertThat(gateway.meter("latchkey.upstream.retries")).isZero();
  }

  @Test
  void aBackendThatClosesAfterEachAnswerWithoutAWordCostsNoClientAnAnswer() {
    Script closing = new Script(Script.OK.answer(), Script.Ending.CLOSE, false);
    TestGateway gateway = gateway(at(upstream(closing)), "poolSize: 64");
    RawClient client = client(gateway);

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
        upstream(
            new Script(
                "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=3\r\nContent-Length: 0\r\n\r\n",
                Script.Ending.KEEP,
                false));
    TestGateway gateway = gateway(at(brief), TIMES);
    assertThat(call(gateway, GET).status()).isEqualTo(200);

    gateway.advance(Duration.ofSeconds(2));

    assertThat(brief.isDone()).isTrue();
  }

  @Test
  void whatComesAfterAnAnswerIsNobodysAnswer() {
    RawUpstream wordy =
        upstream(
            new Script(
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                    + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
                Script.Ending.KEEP,
                false),
            Script.OK);
    TestGateway gateway = gateway(at(wordy), TIMES);

    assertThat(call(gateway, GET).body()).isEqualTo("ok");
    assertThat(call(gateway, GET).body()).isEqualTo("{\"ok\":true}");
    assertThat(wordy.connections()).isEqualTo(2);
  }

  @Test
  void secondTriesStayWithinTheirBudget() {
    RawUpstream one = upstream(RESETS);
    RawUpstream other = upstream(RESETS);
    TestGateway gateway =
        gateway(at(one) + ", " + at(other), TIMES + ", ejection: { maxEjected: 0 }");

    IntStream.range(0, 100).forEach(i -> assertThat(call(gateway, GET).status()).isEqualTo(502));

    assertThat(gateway.meter("latchkey.upstream.retries")).isBetween(20.0, 25.0);
  }

  @Test
  void aTargetThatKeepsFailingIsLeftAloneForAWhile() {
    String rules = TIMES + ", retries: { max: 0 }, ejection: { failures: 3, time: 10s }";
    TestGateway gateway = gateway(REFUSES + ", " + at(upstream(Script.OK)), rules);

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
        gateway(REFUSES, TIMES + ", breaker: { calls: 4, window: 1h, open: 10s, probes: 1 }");

    IntStream.range(0, 4).forEach(i -> assertThat(call(gateway, GET).status()).isEqualTo(502));
    Answer refused = call(gateway, GET);
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.body()).contains("\"upstream_unavailable\"");
    assertThat(gateway.meter("latchkey.upstream.breaker")).isEqualTo(2);
    gateway.advance(Duration.ofSeconds(10));
    assertThat(call(gateway, GET).status()).as("one may find out").isEqualTo(502);
    assertThat(call(gateway, GET).status()).isEqualTo(503);
  }

  @Test
  void whoFindsTheLineForAConnectionFullIsToldAtOnce() {
    RawUpstream silent = upstream(SILENT);
    TestGateway gateway = gateway(at(silent), "poolSize: 1, maxWaiting: 0");
    client(gateway).send(GET);
    assertThat(silent.next()).isNotNull();

    assertThat(call(gateway, GET).status()).isEqualTo(503);
  }

  @Test
  void whoWaitsForAConnectionInVainIsToldInTime() {
    RawUpstream silent = upstream(SILENT);
    TestGateway gateway =
        gateway(at(silent), "poolSize: 1, timeouts: { connect: 100ms, response: 10s }");
    client(gateway).send(GET);
    assertThat(silent.next()).isNotNull();

    assertThat(call(gateway, GET).status()).isEqualTo(503);
  }

  @Test
  void aNameThatMovesIsFollowedAndAnUnknownOneIs502() {
    RawUpstream first = upstream(Script.OK);
    RawUpstream second = open(new RawUpstream(List.of(BUSY), "127.0.0.2", first.port()));
    AtomicReference<Future<List<String>>> answer =
        new AtomicReference<>(Future.failedFuture(new UnknownHostException()));
    TestGateway gateway =
        gateway(
            "\"http://crm.test:" + first.port() + '"',
            TIMES,
            host -> Objects.requireNonNull(answer.get()));

    assertThat(call(gateway, GET).status()).as("unknown").isEqualTo(502);
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
    RawClient client = client(gateway);
    while (System.nanoTime() < deadline) {
      if (client.send(GET).answer(false).status() == status) {
        return true;
      }
    }
    return false;
  }

  private long failures(TestGateway gateway, int calls) {
    return IntStream.range(0, calls).filter(i -> call(gateway, GET).status() == 502).count();
  }

  private Answer call(TestGateway gateway, String request) {
    return client(gateway).send(request).answer(false);
  }

  private RawClient client(TestGateway gateway) {
    return open(RawClient.to(gateway.port()));
  }

  private RawUpstream upstream(Script... scripts) {
    return open(new RawUpstream(List.of(scripts)));
  }

  private static String at(RawUpstream upstream) {
    return "\"http://127.0.0.1:" + upstream.port() + '"';
  }

  private TestGateway gateway(String targets, String upstream) {
    return gateway(targets, upstream, HostNames.of(LOOPS.vertx()));
  }

  private TestGateway gateway(String targets, String upstream, HostNames names) {
    TestClock clock = new TestClock();
    return open(
        new TestGateway(
            LOOPS.vertx(), TestConfig.at(targets, upstream), new MapKeys(clock), clock, names));
  }

  private <T extends AutoCloseable> T open(T opened) {
    open.add(opened);
    return opened;
  }
}
