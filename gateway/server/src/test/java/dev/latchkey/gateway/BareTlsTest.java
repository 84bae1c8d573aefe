// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import dev.latchkey.listener.FrameClient;
import dev.latchkey.listener.TestAuthority;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Bytes on the TLS listener that never become a handshake. */
class BareTlsTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  /** A record of 16 KiB of a handshake; within it, a ClientHello that claims 16 MiB. */
  private static final String RECORD = "\u0016\u0003\u0001@\u0000";

  private static final String HELLO = "\u0001\u00ff\u00ff\u00ff\u0003\u0003";
  private static final int RECORD_BYTES = 16 * 1_024;
  private static final int RECORDS = 1_024;

  @TempDir Path folder;
  private final RawUpstream backend = new RawUpstream(List.of(Script.OK));
  private SSLContext trust;
  private TestGateway gateway;

  @BeforeEach
  void listen() {
    TestAuthority authority = new TestAuthority(folder, "Latchkey test");
    authority.files("edge.test");
    trust = authority.client(null);
    TestClock clock = new TestClock();
    gateway =
        new TestGateway(
            LOOPS.vertx(),
            TestConfig.secure(
                folder, "edge.test", "\"http://127.0.0.1:" + backend.port() + '"', "poolSize: 2"),
            new MapKeys(clock),
            clock);
    assertIsServed();
    LOOPS.forget();
  }

  @AfterEach
  void close() {
    gateway.close();
    backend.close();
  }

  @Test
  @DisplayName("F-90 A ClientHello that claims 16 MiB ends its connection long before they came")
  void aHelloThatClaimsSixteenMebibytesEndsItsConnection() {
    try (RawClient client = RawClient.to(gateway.port())) {
      client.send(RECORD + HELLO + "a".repeat(RECORD_BYTES - HELLO.length()));
      int sent = 1;
      while (sent < RECORDS && !client.isGone()) {
        client.send(RECORD + "a".repeat(RECORD_BYTES));
        sent++;
      }

      assertThat(sent).as("records until the end").isLessThan(RECORDS / 2);
    }
    assertIsServed();
  }

  private void assertIsServed() {
    try (FrameClient client = FrameClient.to(gateway.port(), trust)) {
      assertThat(client.request(1, true, "GET", "/open/x").flush().outcome(1).status())
          .isEqualTo(200);
    }
  }
}
