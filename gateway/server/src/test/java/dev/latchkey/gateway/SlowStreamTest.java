// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import dev.latchkey.listener.FrameClient;
import dev.latchkey.listener.FrameClient.Frame;
import dev.latchkey.listener.TestAuthority;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A client of HTTP/2 says itself how much it takes: that must be something. */
// Every test begins with listen().
@SuppressWarnings("NullAway.Init")
class SlowStreamTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final int LONG = 600_000;
  private static final Script LONG_ANSWER =
      new Script(
          "HTTP/1.1 200 OK\r\nContent-Length: " + LONG + "\r\n\r\n" + "x".repeat(LONG),
          Script.Ending.KEEP,
          false);
  private static final int INITIAL_WINDOW = 4;
  private static final long INTERNAL_ERROR = 2;
  private static final long PATIENCE_MILLIS = 30_000;

  @TempDir Path folder;
  private SSLContext trust;
  private RawUpstream backend;
  private TestGateway gateway;
  private long passedMillis;

  private void listen(Script next) {
    TestAuthority authority = new TestAuthority(folder, "Latchkey test");
    authority.files("api.test");
    trust = authority.client(null);
    backend = new RawUpstream(List.of(Script.OK, next));
    TestClock clock = new TestClock();
    gateway =
        new TestGateway(
            LOOPS.vertx(),
            TestConfig.secure(
                folder,
                "api.test",
                "\"http://127.0.0.1:" + backend.port() + '"',
                "timeouts: { connect: 5s, response: 10m, idle: 10m }"),
            new MapKeys(clock),
            clock);
    try (FrameClient warm = FrameClient.to(gateway.port(), trust)) {
      warm.request(1, true, "GET", "/open/x").flush().outcome(1);
    }
    LOOPS.forget();
  }

  @AfterEach
  void close() {
    gateway.close();
    backend.close();
  }

  @Test
  void aWindowThatOpensByteByByteBuysNoTime() {
    listen(LONG_ANSWER);
    try (FrameClient client = FrameClient.to(gateway.port(), trust, INITIAL_WINDOW, 1)) {
      client.request(1, true, "GET", "/open/x").flush();

      Frame reset = FastForward.until(gateway, () -> open(client, 1), () -> resetOf(client));

      assertThat(reset.stream()).isEqualTo(1);
      assertThat(reset.error()).isEqualTo(INTERNAL_ERROR);
      assertThat(passedMillis).isBetween(PATIENCE_MILLIS - 1_000, 4 * PATIENCE_MILLIS);
    }
  }

  @Test
  void aWindowThatOpensSlowlyButSteadilyIsServed() {
    listen(LONG_ANSWER);
    try (FrameClient client = FrameClient.to(gateway.port(), trust, INITIAL_WINDOW, 1)) {
      client.request(1, true, "GET", "/open/x").flush();

      FrameClient.Ended ended =
          FastForward.until(gateway, () -> open(client, 2_000), () -> client.outcome(1));

      assertThat(ended.reset()).isEqualTo(-1);
      assertThat(ended.body()).hasSize(LONG);
      assertThat(passedMillis).isGreaterThan(2 * PATIENCE_MILLIS);
    }
  }

  @Test
  void evenAShortAnswerIsNotKeptForAClientThatNeverOpensItsWindow() {
    listen(Script.OK);
    try (FrameClient client = FrameClient.to(gateway.port(), trust, INITIAL_WINDOW, 0)) {
      client.request(1, true, "GET", "/open/x").flush();

      Frame reset = FastForward.until(gateway, () -> open(client, 0), () -> resetOf(client));

      assertThat(reset.stream()).isEqualTo(1);
      assertThat(reset.error()).isEqualTo(INTERNAL_ERROR);
      assertThat(passedMillis).isBetween(PATIENCE_MILLIS - 1_000, 4 * PATIENCE_MILLIS);
    }
  }

  @Test
  void aBodyThatDripsIsRefused() {
    listen(Script.OK);
    try (FrameClient client = FrameClient.to(gateway.port(), trust)) {
      client.request(1, false, "POST", "/open/x", "content-length", "100000").flush();

      FrameClient.Ended ended =
          FastForward.until(
              gateway, () -> client.data(1, false, "a").flush(), () -> client.outcome(1));

      assertThat(ended.status()).isEqualTo(408);
    }
  }

  @Test
  void aStreamOfUnknownLengthMayBeSilent() {
    listen(Script.OK);
    try (FrameClient client = FrameClient.to(gateway.port(), trust)) {
      client.request(1, false, "POST", "/open/x").flush();
      Runnable last =
          () -> {
            passedMillis += 500;
            if (passedMillis == 2 * PATIENCE_MILLIS) {
              client.data(1, true, "a").flush();
            }
          };

      FrameClient.Ended ended = FastForward.until(gateway, last, () -> client.outcome(1));

      assertThat(ended.status()).isEqualTo(200);
    }
  }

  private void open(FrameClient client, int bytes) {
    passedMillis += 500;
    if (bytes > 0) {
      client
          .number(FrameClient.WINDOW_UPDATE, 0, bytes)
          .number(FrameClient.WINDOW_UPDATE, 1, bytes)
          .flush();
    }
  }

  private static Frame resetOf(FrameClient client) {
    return Objects.requireNonNull(client.next(FrameClient.RST_STREAM));
  }
}
