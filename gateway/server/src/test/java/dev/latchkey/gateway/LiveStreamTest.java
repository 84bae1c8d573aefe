// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import dev.latchkey.listener.FrameClient;
import dev.latchkey.listener.FrameClient.Ended;
import dev.latchkey.listener.FrameClient.Frame;
import dev.latchkey.listener.TestAuthority;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Answers that go on for long: every piece passes at once, and none outlives its key. */
class LiveStreamTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final int UNAUTHENTICATED = 16;

  @TempDir Path folder;
  private final TestClock clock = new TestClock();
  private final MapKeys keys = new MapKeys(clock);
  private final BlockingQueue<HttpServerRequest> asked = new LinkedBlockingQueue<>();
  private @Nullable HttpServerRequest request;
  private HttpServer backend;
  private TestGateway gateway;
  private SSLContext trust;

  @BeforeEach
  void listen() {
    TestAuthority authority = new TestAuthority(folder, "Latchkey test");
    authority.files("api.test");
    trust = authority.client(null);
    backend =
        Answers.of(
            LOOPS.vertx().createHttpServer().requestHandler(asked::add).listen(0, "127.0.0.1"));
    gateway =
        new TestGateway(
            LOOPS.vertx(),
            TestConfig.secure(
                folder,
                "api.test",
                "\"http://127.0.0.1:" + backend.actualPort() + '"',
                "protocol: http2"),
            keys,
            clock);
    warmUp();
  }

  /** Classes of TLS and HTTP/2 are loaded by the first call, which takes its time. */
  private void warmUp() {
    try (FrameClient client = FrameClient.to(gateway.port(), trust)) {
      client.request(1, true, "GET", "/open/x").flush();
      next().response().end();
      client.outcome(1);
    }
    request = null;
    gateway.nextEnded();
    LOOPS.forget();
  }

  @AfterEach
  void close() {
    gateway.close();
    Answers.of(backend.close());
  }

  @Test
  void anEventArrivesBeforeTheNextIsSent() {
    try (FrameClient client = ask(key())) {
      HttpServerResponse events = events();
      assertThat(head(client)).isEqualTo("200");

      for (String event : new String[] {"data: 1", "data: 2", "data: 3"}) {
        events.write(event);
        assertThat(piece(client)).isEqualTo(event);
      }
    }
  }

  @Test
  void aRevokedKeyEndsItsStream() {
    KeyFixture key = key();
    try (FrameClient client = ask(key)) {
      events();
      assertThat(head(client)).isEqualTo("200");

      gateway.advance(Duration.ofSeconds(6));
      keys.revoke(key.id());

      assertThat(Objects.requireNonNull(client.next(FrameClient.RST_STREAM)).stream()).isEqualTo(1);
      assertThat(gateway.nextEnded().outcome().reason()).hasToString("KEY_INVALID");
    }
  }

  @Test
  void aLongPollIsToldThatItsKeyIsNotValidAnyMore() {
    KeyFixture key = key();
    try (FrameClient client = ask(key)) {
      next();
      gateway.advance(Duration.ofSeconds(6));
      keys.revoke(key.id());

      Ended ended = client.outcome(1);
      assertThat(ended.status()).isEqualTo(401);
      assertThat(ended.body()).contains("\"code\":\"key_invalid\"");
    }
  }

  @Test
  void bothSidesOfAStreamMaySpeakFirst() {
    KeyFixture key = key();
    try (FrameClient client = FrameClient.to(gateway.port(), trust)) {
      client
          .request(
              1, false, "POST", "/guarded", "x-api-key", key.secret().reveal(), "te", "trailers")
          .flush();
      HttpServerRequest request = next();
      assertThat(request.getHeader("te")).isEqualTo("trailers");
      HttpServerResponse answer = events();
      request.handler(answer::write);
      request.endHandler(v -> answer.putTrailer("grpc-status", "0").end());
      answer.write("first");
      assertThat(head(client)).isEqualTo("200");
      assertThat(piece(client)).isEqualTo("first");
      client.data(1, false, "second").flush();
      assertThat(piece(client)).isEqualTo("second");
      client.data(1, true, "").flush();

      Ended ended = client.outcome(1);
      assertThat(ended.fields()).containsEntry("grpc-status", "0");
    }
  }

  @Test
  void aRefusalIsToldInTheWordsOfGrpcToWhoSpeaksIt() {
    try (FrameClient client = FrameClient.to(gateway.port(), trust)) {
      client
          .request(1, false, "POST", "/guarded", "content-type", "application/grpc+proto")
          .flush();
      Ended ended = client.outcome(1);

      assertThat(ended.status()).isEqualTo(200);
      assertThat(ended.fields()).containsEntry("grpc-status", Integer.toString(UNAUTHENTICATED));
      assertThat(ended.fields()).containsEntry("grpc-message", "key_missing");
      assertThat(ended.body()).isEmpty();
    }
  }

  private KeyFixture key() {
    KeyFixture key = KeyFixture.minted(clock.instant()).scopes("leads:read");
    keys.put(key.newKey());
    return key;
  }

  private FrameClient ask(KeyFixture key) {
    return FrameClient.to(gateway.port(), trust)
        .request(1, true, "GET", "/guarded", "x-api-key", key.secret().reveal())
        .flush();
  }

  private HttpServerRequest next() {
    try {
      HttpServerRequest next =
          Objects.requireNonNull(asked.poll(5, TimeUnit.SECONDS), "nobody asked");
      request = next;
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** The head of a stream without any event yet. */
  private HttpServerResponse events() {
    HttpServerRequest asking = request == null ? next() : request;
    HttpServerResponse answer =
        asking.response().setChunked(true).putHeader("content-type", "text/event-stream");
    answer.writeHead();
    return answer;
  }

  private static String head(FrameClient client) {
    return Objects.requireNonNull(
        Objects.requireNonNull(client.next(FrameClient.HEADERS)).fields().get(":status"));
  }

  private static String piece(FrameClient client) {
    Frame data = Objects.requireNonNull(client.next(FrameClient.DATA));
    return data.payload().toString();
  }
}
