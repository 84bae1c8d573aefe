// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.wire.Answer;
import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.gateway.wire.Seen;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is slow keeps nobody else from an upstream, however few connections it has. */
// Every test begins with listen().
@SuppressWarnings("NullAway.Init")
class CrowdedUpstreamTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final String GET = "GET /open/x HTTP/1.1\r\nHost: api.test\r\n\r\n";
  private static final int LARGE = 6_000_000;
  private static final int GATHERED = 8 * 1_024;

  private RawUpstream backend;
  private TestGateway gateway;

  private void listen(Script first) {
    listen(first, 1);
  }

  private void listen(Script first, int poolSize) {
    backend = new RawUpstream(List.of(Script.OK, first, Script.OK));
    TestClock clock = new TestClock();
    gateway =
        new TestGateway(
            LOOPS.vertx(),
            TestConfig.of(
                backend.port(),
                "poolSize: " + poolSize + ", timeouts: { connect: 60s, response: 10m, idle: 10m }"),
            new MapKeys(clock),
            clock);
    try (RawClient warm = client(GET)) {
      assertThat(warm.answer(false).status()).isEqualTo(200);
    }
    assertThat(seen().body()).isEmpty();
    gateway.nextEnded();
    LOOPS.forget();
  }

  @AfterEach
  void close() {
    gateway.close();
    backend.close();
  }

  @Test
  void aBodyThatIsSlowerThanOthersCanWaitForGivesWay() {
    listen(Script.OK);
    try (RawClient slow = asking(100_000)) {
      try (RawClient waiting = client(GET)) {
        // A thousand bytes a second: the usual pace, and not enough while others wait.
        Answer answer =
            FastForward.until(
                gateway, () -> slow.send("a".repeat(500)), () -> waiting.answer(false));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(slow.answer(false).status()).isEqualTo(408);
        assertThat(gateway.nextEnded().outcome().reason()).isEqualTo(Reason.REQUEST_TIMEOUT);
      }
    }
  }

  @Test
  void aReaderThatIsSlowerThanOthersCanWaitForGivesWay() {
    String large =
        "HTTP/1.1 200 OK\r\nContent-Length: "
            + LARGE
            + "\r\n\r\n"
            + "0123456789".repeat(LARGE / 10);
    listen(new Script(large, Script.Ending.KEEP, false));
    try (RawClient slow = RawClient.to(gateway.port(), 16 * 1_024).send(GET)) {
      assertThat(slow.status()).isEqualTo(200);
      try (RawClient waiting = client(GET)) {
        Answer answer =
            FastForward.until(gateway, () -> slow.read(500), () -> waiting.answer(false));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(gateway.nextEnded().outcome().reason()).isEqualTo(Reason.REQUEST_TIMEOUT);
        assertThat(slow.bytesUntilClosed()).isBetween(0L, LARGE - 1L);
      }
    }
  }

  @Test
  void whoMustWaitBringsTheBodyBeforeStandingInTheLine() {
    listen(new Script("", Script.Ending.HANG, true));
    try (RawClient first = client(GET)) {
      assertThat(backend.next()).isNotNull();
      try (RawClient slow = asking(10);
          RawClient later = client(GET)) {
        slow.send("12345");
        first.reset();
        assertThat(later.answer(false).status()).isEqualTo(200);
        slow.send("67890");

        assertThat(slow.answer(false).status()).isEqualTo(200);
        assertThat(seen().body()).isEmpty();
        assertThat(seen().body()).isEqualTo("1234567890");
      }
    }
  }

  @Test
  void halfOfTheConnectionsAreForThoseWhoWouldUseThemAtOnce() {
    listen(Script.OK, 2);
    try (RawClient slow = asking(10);
        RawClient slower = asking(10);
        RawClient quick = client(GET)) {
      assertThat(quick.answer(false).status()).isEqualTo(200);

      slower.send("1234567890");

      assertThat(slower.answer(false).status()).isEqualTo(200);
      slow.send("1234567890");
      assertThat(slow.answer(false).status()).isEqualTo(200);
    }
  }

  @Test
  void aBodyIsWholeThoughItsBeginningWasWaitedFor() {
    listen(new Script("", Script.Ending.HANG, true));
    String body = "0123456789".repeat(100_000);
    try (RawClient first = client(GET)) {
      assertThat(backend.next()).isNotNull();
      try (RawClient second = asking(body.length())) {
        second.send(body.substring(0, GATHERED));
        first.reset();
        second.send(body.substring(GATHERED));

        Answer answer = second.answer(false);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.interim()).isEmpty();
        assertThat(seen().body()).isEqualTo(body);
      }
    }
  }

  /** A call that was told to go on: it has the connection, or must wait for it. */
  private RawClient asking(int length) {
    RawClient client = client(post(length).replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"));
    assertThat(client.status()).isEqualTo(100);
    return client;
  }

  private Seen seen() {
    return Objects.requireNonNull(backend.next());
  }

  private RawClient client(String bytes) {
    return RawClient.to(gateway.port()).send(bytes);
  }

  private static String post(int length) {
    return "POST /open/x HTTP/1.1\r\nHost: api.test\r\nContent-Length: " + length + "\r\n\r\n";
  }
}
