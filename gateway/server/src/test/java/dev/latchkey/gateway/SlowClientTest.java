// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.wire.Answer;
import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever takes too long is told so, or let go, and no trickle of bytes buys more time. */
class SlowClientTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final String PATIENT = "timeouts: { connect: 5s, response: 10m, idle: 10m }";
  private static final int LARGE = 6_000_000;

  private RawUpstream backend = new RawUpstream(List.of(Script.OK));
  private TestGateway gateway = gateway();

  @AfterEach
  void close() {
    gateway.close();
    backend.close();
  }

  @Test
  void aHeadThatDripsIsRefusedInTime() {
    RawClient client = RawClient.to(gateway.port()).send("GET /open/x HTTP/1.1\r\nX: ");

    Answer answer = FastForward.until(gateway, () -> client.send("a"), () -> client.answer(false));

    assertThat(answer.status()).isEqualTo(408);
    assertThat(answer.body()).contains("\"code\":\"request_timeout\"");
    assertThat(client.isClosedByServer()).isTrue();
    assertThat(backend.sawNothing()).isTrue();
  }

  @Test
  void aHeadThatDripsLineByLineIsRefusedInTime() {
    RawClient client = RawClient.to(gateway.port()).send("GET /open/x HTTP/1.1\r\n");

    Answer answer =
        FastForward.until(gateway, () -> client.send("X: a\r\n"), () -> client.answer(false));

    assertThat(answer.status()).isEqualTo(408);
    assertThat(client.isClosedByServer()).isTrue();
  }

  @Test
  void aSecondHeadHasItsOwnTime() {
    RawClient client = RawClient.to(gateway.port());
    for (int i = 0; i < 3; i++) {
      client.send("GET /open/x HTTP/1.1\r\nHost: api.test\r\n\r\n");
      assertThat(client.answer(false).status()).isEqualTo(200);
      gateway.advance(Duration.ofSeconds(9));
    }
    client.close();
  }

  @Test
  void aBodyThatDripsIsRefusedAndTheUpstreamLetGo() {
    RawClient client =
        RawClient.to(gateway.port())
            .send("POST /open/x HTTP/1.1\r\nHost: api.test\r\nContent-Length: 100000\r\n\r\n");

    Answer answer = FastForward.until(gateway, () -> client.send("a"), () -> client.answer(false));

    assertThat(answer.status()).isEqualTo(408);
    assertThat(client.isClosedByServer()).isTrue();
    assertThat(gateway.nextEnded().outcome().reason()).isEqualTo(Reason.REQUEST_TIMEOUT);
  }

  @Test
  void aBodyThatKeepsItsPaceIsTaken() {
    int pieces = 60;
    AtomicInteger sent = new AtomicInteger();
    RawClient client =
        RawClient.to(gateway.port())
            .send(
                "POST /open/x HTTP/1.1\r\nHost: api.test\r\nContent-Length: "
                    + 1_000 * pieces
                    + "\r\n\r\n");

    Runnable next =
        () -> {
          if (sent.getAndIncrement() < pieces) {
            client.send("a".repeat(1_000));
          }
        };
    Answer answer = FastForward.until(gateway, next, () -> client.answer(false));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void aReaderThatTakesNothingIsLetGo() {
    answerMuch();
    RawClient client =
        RawClient.to(gateway.port(), 16 * 1_024)
            .send("GET /open/x HTTP/1.1\r\nHost: api.test\r\n\r\n");
    assertThat(backend.next()).isNotNull();

    TestGateway.Ended ended = FastForward.until(gateway, () -> {}, gateway::nextEnded);

    assertThat(ended.inFlight()).isZero();
    assertThat(ended.outcome().status()).isZero();
    assertThat(client.answer(false).whole()).isFalse();
  }

  /** Where the kernel took megabytes ahead, its progress was not seen for minutes. */
  @Test
  void aReaderThatIsSlowButSteadyIsServed() throws IOException {
    answerMuch();
    try (Socket reader = new Socket()) {
      reader.setReceiveBufferSize(16 * 1_024);
      reader.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
      OutputStream out = reader.getOutputStream();
      out.write("GET /open/x HTTP/1.1\r\nHost: api.test\r\n\r\n".getBytes(US_ASCII));
      CountDownLatch halves = new CountDownLatch(180);

      boolean passed =
          FastForward.until(gateway, () -> take(reader, 10_000, halves), () -> passed(halves));

      assertThat(passed).as("90 s at 20 kB/s").isTrue();
    }
  }

  private static void take(Socket reader, int bytes, CountDownLatch turns) {
    try {
      if (reader.getInputStream().readNBytes(bytes).length == bytes) {
        turns.countDown();
      }
    } catch (IOException cutOff) {
      throw new UncheckedIOException(cutOff);
    }
  }

  private static boolean passed(CountDownLatch turns) {
    try {
      return turns.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void aConnectionThatNobodyUsesIsClosed() {
    RawClient client =
        RawClient.to(gateway.port()).send("GET /open/x HTTP/1.1\r\nHost: api.test\r\n\r\n");
    assertThat(client.answer(false).status()).isEqualTo(200);

    boolean closed =
        FastForward.until(
            gateway, () -> gateway.advance(Duration.ofSeconds(5)), client::isClosedByServer);

    assertThat(closed).isTrue();
  }

  @Test
  void aConnectionThatWaitsForItsAnswerIsNotIdle() {
    gateway.close();
    backend.close();
    backend = new RawUpstream(List.of(new Script("", Script.Ending.HANG, false)));
    gateway = gateway("timeouts: { connect: 5s, response: 3m, idle: 3m }");
    RawClient client =
        RawClient.to(gateway.port()).send("GET /open/x HTTP/1.1\r\nHost: api.test\r\n\r\n");
    assertThat(backend.next()).isNotNull();

    Answer answer =
        FastForward.until(
            gateway, () -> gateway.advance(Duration.ofSeconds(5)), () -> client.answer(false));

    assertThat(answer.status()).isEqualTo(504);
  }

  private void answerMuch() {
    String body = "0123456789".repeat(LARGE / 10);
    Script large =
        new Script(
            "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body,
            Script.Ending.KEEP,
            false);
    gateway.close();
    backend.close();
    backend = new RawUpstream(List.of(large));
    gateway = gateway();
  }

  private TestGateway gateway() {
    return gateway(PATIENT);
  }

  private TestGateway gateway(String upstream) {
    TestClock clock = new TestClock();
    return new TestGateway(
        LOOPS.vertx(), TestConfig.of(backend.port(), upstream), new MapKeys(clock), clock);
  }
}
