// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.ConfigException;
import dev.latchkey.config.ConfigLoader;
import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import dev.latchkey.listener.TestAuthority;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whoever connects counts, also before there is any handshake. */
class SilentTlsTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final int CONNECTIONS = 20;
  private static final String CONFIG =
      """
      version: 1
      store: { embedded: { data: ./unused } }
      gateway: { listen: "127.0.0.1:0", tls: { certificate: edge.test.crt, key: edge.test.key }, connections: { perAddress: 3 } }
      upstreams: { crm: { targets: [ "http://127.0.0.1:1" ] } }
      routes: [ { id: open, path: "/open/**", public: true, upstream: crm } ]
      """;

  @TempDir Path folder;

  @Test
  void connectionsWithoutAHandshakeCountInTheBoundOfTheirSource() throws ConfigException {
    new TestAuthority(folder, "Latchkey test").files("edge.test");
    TestClock clock = new TestClock();
    try (TestGateway gateway =
        new TestGateway(
            LOOPS.vertx(),
            new ConfigLoader(Map.of()).loadText("test", CONFIG, folder),
            new MapKeys(clock),
            clock)) {
      List<RawClient> silent =
          Stream.generate(() -> RawClient.to(gateway.port())).limit(CONNECTIONS).toList();

      boolean oldestMadeRoom = silent.get(0).isClosedByServer();

      silent.forEach(RawClient::close);
      assertThat(oldestMadeRoom).isTrue();
    }
  }
}
