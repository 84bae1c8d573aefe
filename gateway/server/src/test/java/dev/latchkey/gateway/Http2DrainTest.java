// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.GatewayConfig;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import dev.latchkey.listener.FrameClient;
import dev.latchkey.listener.FrameClient.Ended;
import dev.latchkey.listener.FrameClient.Frame;
import dev.latchkey.listener.TestAuthority;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node that is told to stop says so on its HTTP/2 connections (RFC 9113, section 6.8): what it
 * accepted is finished, and the client knows of everything else that it may send it elsewhere.
 */
class Http2DrainTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final int NO_ERROR = 0;
  private static final long ANY_STREAM = Integer.MAX_VALUE;
  private static final Duration GRACE = Duration.ofMillis(1_500);
  private static final String PATH = "/open/x";

  @TempDir Path folder;
  private final BlockingQueue<HttpServerRequest> asked = new LinkedBlockingQueue<>();
  private HttpServer backend;
  private SSLContext trust;

  @BeforeEach
  void listen() {
    TestAuthority authority = new TestAuthority(folder, "Latchkey test");
    authority.files("api.test");
    trust = authority.client(null);
    backend =
        Answers.of(
            LOOPS.vertx().createHttpServer().requestHandler(asked::add).listen(0, "127.0.0.1"));
    warmUp();
  }

  /** Classes of TLS and HTTP/2 are loaded by the first call, which takes its time. */
  private void warmUp() {
    TestGateway first = gateway(backend.actualPort(), Duration.ZERO, Duration.ofSeconds(20));
    try (FrameClient client = FrameClient.to(first.port(), trust)) {
      client.request(1, true, "GET", PATH).flush();
      next().response().end();
      client.outcome(1);
    }
    first.close();
    LOOPS.forget();
  }

  @AfterEach
  void close() {
    Answers.of(backend.close());
  }

  @Test
  void aClientIsToldAsTheDrainBeginsAndWhatItStillSendsWithinTheGraceIsServed() {
    TestGateway gateway = gateway(backend.actualPort(), GRACE, Duration.ofSeconds(20));
    try (FrameClient client = FrameClient.to(gateway.port(), trust)) {
      client.request(1, true, "GET", PATH).flush();
      HttpServerRequest accepted = next();
      CompletableFuture<Void> stopping = CompletableFuture.runAsync(gateway::close);
      assertThat(lastStream(client.next(FrameClient.GOAWAY))).isEqualTo(ANY_STREAM);

      client.request(3, true, "GET", PATH).flush();
      next().response().end("later");

      assertThat(client.outcome(3).body()).isEqualTo("later");
      assertThat(stopping).isNotDone();
      accepted.response().end("finished");
      assertThat(client.outcome(1).body()).isEqualTo("finished");
      assertThat(lastStream(client.next(FrameClient.GOAWAY))).isEqualTo(3);
      assertThat(client.next()).isNull();
      stopping.join();
    }
    assertThat(gateway.nextEnded().outcome().status()).isEqualTo(200);
    assertThat(gateway.nextEnded().outcome().status()).isEqualTo(200);
    assertThat(gateway.allEndedWereSeen()).isTrue();
  }

  @Test
  void aConnectionOfTheGraceIsServedOnceAndThenToldToo() {
    TestGateway gateway = gateway(backend.actualPort(), GRACE, Duration.ofSeconds(20));
    try (FrameClient before = FrameClient.to(gateway.port(), trust)) {
      before.request(1, true, "GET", PATH).flush();
      next().response().end("ok");
      before.outcome(1);
      CompletableFuture<Void> stopping = CompletableFuture.runAsync(gateway::close);
      assertThat(lastStream(before.next(FrameClient.GOAWAY))).isEqualTo(ANY_STREAM);

      try (FrameClient client = FrameClient.to(gateway.port(), trust)) {
        client.frame(FrameClient.PING, 0, 0, new byte[8]).flush();
        assertThat(firstOf(client, FrameClient.PING, FrameClient.GOAWAY))
            .isEqualTo(FrameClient.PING);
        client.request(1, true, "GET", PATH).flush();
        assertThat(lastStream(client.next(FrameClient.GOAWAY))).isEqualTo(ANY_STREAM);
        next().response().end("served");
        assertThat(client.outcome(1).body()).isEqualTo("served");
      }
      stopping.join();
    }
  }

  @Test
  void theAcceptedStreamIsFinishedAndOneAfterTheLastIsNeverLookedAt() {
    TestGateway gateway = gateway(backend.actualPort(), Duration.ZERO, Duration.ofSeconds(20));
    try (FrameClient client = FrameClient.to(gateway.port(), trust)) {
      client.request(1, true, "GET", PATH).flush();
      HttpServerRequest accepted = next();
      CompletableFuture<Void> stopping = CompletableFuture.runAsync(gateway::close);
      assertThat(lastStream(client.next(FrameClient.GOAWAY))).isEqualTo(ANY_STREAM);
      assertThat(lastStream(client.next(FrameClient.GOAWAY))).isEqualTo(1);

      client.request(3, true, "GET", PATH).frame(FrameClient.PING, 0, 0, new byte[8]).flush();
      assertThat(client.next(FrameClient.PING)).as("read past the later stream").isNotNull();
      accepted.response().end("finished");

      Ended ended = client.outcome(1);
      assertThat(ended.status()).isEqualTo(200);
      assertThat(ended.body()).isEqualTo("finished");
      assertThat(client.outcome(3).status()).isZero();
      stopping.join();
    }
    assertThat(asked).isEmpty();
    assertThat(gateway.nextEnded().outcome().status()).isEqualTo(200);
    assertThat(gateway.allEndedWereSeen()).isTrue();
  }

  @Test
  void anIdleConnectionIsToldThatNothingWasLostAndClosed() {
    TestGateway gateway = gateway(backend.actualPort(), Duration.ZERO, Duration.ofSeconds(20));
    try (FrameClient client = FrameClient.to(gateway.port(), trust)) {
      client.request(1, true, "GET", PATH).flush();
      next().response().end("ok");
      client.outcome(1);

      gateway.close();

      assertThat(lastStream(client.next(FrameClient.GOAWAY))).isEqualTo(ANY_STREAM);
      assertThat(lastStream(client.next(FrameClient.GOAWAY))).isEqualTo(1);
      assertThat(client.next()).isNull();
    }
  }

  @Test
  void whatIsNotFinishedInTimeIsEndedInTheMiddleAndNotAsIfItWereWhole() {
    TestGateway gateway = gateway(backend.actualPort(), Duration.ZERO, Duration.ofMillis(200));
    try (FrameClient client = FrameClient.to(gateway.port(), trust)) {
      client.request(1, true, "GET", PATH).flush();
      next().response().setChunked(true).write("half");
      assertThat(Objects.requireNonNull(client.next(FrameClient.DATA)).endsStream()).isFalse();

      gateway.close();

      for (Frame frame = client.next(); frame != null; frame = client.next()) {
        assertThat(frame.endsStream()).isFalse();
      }
    }
  }

  /** Of a GOAWAY without fault: streams beyond were not looked at, and never will be. */
  private static long lastStream(@Nullable Frame goAway) {
    Frame frame = Objects.requireNonNull(goAway);
    assertThat(frame.error()).isEqualTo(NO_ERROR);
    return frame.payload().getUnsignedInt(0);
  }

  private static int firstOf(FrameClient client, int one, int other) {
    Frame frame = client.next();
    while (frame != null && frame.type() != one && frame.type() != other) {
      frame = client.next();
    }
    return frame == null ? -1 : frame.type();
  }

  private HttpServerRequest next() {
    try {
      return Objects.requireNonNull(asked.poll(5, TimeUnit.SECONDS), "nobody asked");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private TestGateway gateway(int port, Duration grace, Duration limit) {
    TestClock clock = new TestClock();
    return new TestGateway(
        LOOPS.vertx(),
        TestConfig.secure(folder, "api.test", "\"http://127.0.0.1:" + port + '"', "poolSize: 8"),
        new MapKeys(clock),
        clock,
        new GatewayConfig.Drain(grace, limit));
  }
}
