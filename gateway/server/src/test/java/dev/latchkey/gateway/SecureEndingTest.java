// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.wire.Answer;
import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import dev.latchkey.listener.TestAuthority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes on for long over TLS and HTTP/1.1 ends with its key, however that ends. */
// Every test begins with ask().
@SuppressWarnings("NullAway.Init")
class SecureEndingTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final Script STREAM =
      hanging(
          """
          HTTP/1.1 200 OK
          Content-Type: text/event-stream
          Transfer-Encoding: chunked

          7
          data: 1
          """);

  /** The answer that RFC 6455, section 1.3 works out for the key of its example. */
  private static final Script AGREED =
      hanging(
          """
          HTTP/1.1 101 Switching Protocols
          Connection: Upgrade
          Upgrade: websocket
          Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=

          """);

  private static final String UPGRADE =
      lines(
          """
          Connection: Upgrade
          Upgrade: websocket
          Sec-WebSocket-Version: 13
          Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
          """);

  /** Opcode 8, and status 1008 after the length (RFC 6455, sections 5.5.1 and 7.4.1). */
  private static final String CLOSE = "\u0088";

  private static final String ENDED_BY_POLICY = "\u0003\u00f0";

  @TempDir Path folder;
  private final TestClock clock = new TestClock();
  private final MapKeys keys = new MapKeys(clock);
  private final KeyFixture key =
      KeyFixture.minted(clock.instant())
          .scopes("leads:read")
          .expiresAt(clock.instant().plusSeconds(8));
  private RawUpstream backend;
  private TestGateway gateway;

  /** How a key ends, a few seconds later. */
  enum End {
    REVOKED,
    EXPIRED
  }

  @AfterEach
  void close() {
    gateway.close();
    backend.close();
  }

  @ParameterizedTest
  @EnumSource
  void aStreamOfEventsIsBrokenOff(End end) {
    try (RawClient client = ask(STREAM, "")) {
      assertThat(client.status()).isEqualTo(200);
      assertThat(client.read(10)).contains("data");

      come(end);

      assertThat(client.read(1_000)).doesNotContain("0\r\n\r\n");
      assertThat(gateway.nextEnded().outcome().reason()).isNotNull();
      assertThat(backend.isAbandoned()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLongPollIsToldWhy(End end) {
    try (RawClient client = ask(hanging(""), "")) {
      come(end);

      Answer answer = client.answer(false);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.body()).contains("\"code\":\"key_");
      assertThat(backend.isAbandoned()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWebSocketIsClosedByPolicy(End end) {
    try (RawClient client = ask(AGREED, UPGRADE)) {
      assertThat(client.status()).isEqualTo(101);

      come(end);

      String frame = client.read(4);
      assertThat(frame).startsWith(CLOSE).endsWith(ENDED_BY_POLICY);
    }
  }

  private void come(End end) {
    gateway.advance(Duration.ofSeconds(end == End.EXPIRED ? 9 : 6));
    if (end == End.REVOKED) {
      keys.revoke(key.id());
    }
  }

  /** A call with the key, which the backend has seen. */
  private RawClient ask(Script script, String more) {
    TestAuthority authority = new TestAuthority(folder, "Latchkey test");
    authority.files("api.test");
    SSLContext trust = authority.client(null);
    keys.put(key.newKey());
    backend = new RawUpstream(List.of(Script.OK, script));
    String target = "\"http://127.0.0.1:" + backend.port() + '"';
    gateway =
        new TestGateway(
            LOOPS.vertx(), TestConfig.secure(folder, "api.test", target, ""), keys, clock);
    RawClient client = RawClient.to(gateway.port(), trust);
    client.send("GET /open/x HTTP/1.1\r\nHost: api.test\r\n\r\n");
    assertThat(client.answer(false).status()).isEqualTo(200);
    assertThat(backend.next()).isNotNull();
    gateway.nextEnded();
    LOOPS.forget();
    client.send(
        "GET /guarded HTTP/1.1\r\nHost: api.test\r\nX-API-Key: "
            + key.secret().reveal()
            + "\r\n"
            + more
            + "\r\n");
    assertThat(backend.next()).isNotNull();
    return client;
  }

  private static Script hanging(String answer) {
    return new Script(lines(answer), Script.Ending.HANG, false);
  }

  private static String lines(String text) {
    return text.replace("\n", "\r\n");
  }
}
