// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import dev.latchkey.listener.FrameClient;
import dev.latchkey.listener.FrameClient.Ended;
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

/** Whatever asks for a tunnel gets one that every check was made for, or none. */
class TunnelSmugglingTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final String HANDSHAKE =
      """
      GET /open/x HTTP/1.1
      Host: api.test
      Connection: Upgrade
      Upgrade: websocket
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

      """
          .replace("\n", "\r\n");
  private static final String SECOND = "GET /guarded HTTP/1.1\r\nHost: api.test\r\n\r\n";

  /** The answer that RFC 6455, section 1.3 works out for that key. */
  private static final Script AGREED =
      new Script(
          """
          HTTP/1.1 101 Switching Protocols
          Connection: Upgrade
          Upgrade: websocket
          Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=

          """
              .replace("\n", "\r\n"),
          Script.Ending.HANG,
          false);

  private static final long ENABLE_CONNECT_PROTOCOL = 8;

  @TempDir Path folder;
  private final RawUpstream backend = new RawUpstream(List.of(AGREED));

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void ab52ARequestBehindAHandshakeDoesNotGoThroughTheTunnel() {
    try (TestGateway gateway = gateway(TestConfig.of(backend.port(), "poolSize: 2"));
        RawClient client = RawClient.to(gateway.port())) {
      client.send(HANDSHAKE + SECOND);

      assertThat(client.answer(false).status()).isEqualTo(400);
      assertThat(Objects.requireNonNull(backend.next()).head().start()).contains("/open/x");
      assertThat(backend.isAbandoned()).isTrue();
      assertThat(backend.sawNothing()).isTrue();
    }
  }

  @Test
  void ab52AWebSocketOverHttp2IsNeitherOfferedNorMade() {
    TestAuthority authority = new TestAuthority(folder, "Latchkey test");
    authority.files("api.test");
    SSLContext trust = authority.client(null);
    String target = "\"http://127.0.0.1:" + backend.port() + '"';
    try (TestGateway gateway =
            gateway(TestConfig.secure(folder, "api.test", target, "poolSize: 2"));
        FrameClient client = FrameClient.to(gateway.port(), trust)) {
      Frame settings = Objects.requireNonNull(client.next(FrameClient.SETTINGS));
      client
          .head(
              1,
              false,
              ":method",
              "CONNECT",
              ":protocol",
              "websocket",
              ":scheme",
              "https",
              ":authority",
              "api.test",
              ":path",
              "/open/x",
              "sec-websocket-version",
              "13")
          .flush();
      Ended ended = client.outcome(1);

      for (int at = 0; at < settings.payload().length(); at += 6) {
        assertThat((long) settings.payload().getUnsignedShort(at))
            .isNotEqualTo(ENABLE_CONNECT_PROTOCOL);
      }
      assertThat(ended.refused() || ended.status() >= 400).as("%s", ended).isTrue();
      assertThat(backend.sawNothing()).isTrue();
    } finally {
      LOOPS.forget();
    }
  }

  private static TestGateway gateway(LatchkeyConfig config) {
    TestClock clock = new TestClock();
    return new TestGateway(LOOPS.vertx(), config, new MapKeys(clock), clock);
  }
}
