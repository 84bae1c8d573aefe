// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.ConfigException;
import dev.latchkey.config.ConfigLoader;
import dev.latchkey.config.GatewayConfig;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import dev.latchkey.listener.TestAuthority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whoever connects counts, also before there is any handshake, and has so long and no longer. */
class SilentTlsTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final int CONNECTIONS = 20;

  /** A record of 16 KiB of a handshake, and in it a ClientHello that fills it. */
  private static final String BEGUN = "\u0016\u0003\u0001@\u0000\u0001\u0000?\u00fc\u0003\u0003";

  private static final String CONFIG =
      """
      version: 1
      store: { embedded: { data: ./unused } }
      gateway: { listen: "127.0.0.1:0", tls: { certificate: edge.test.crt, key: edge.test.key }, connections: BOUND }
      upstreams: { crm: { targets: [ "http://127.0.0.1:1" ] } }
      routes: [ { id: open, path: "/open/**", public: true, upstream: crm } ]
      """;

  @TempDir Path folder;

  @BeforeEach
  void sign() {
    new TestAuthority(folder, "Latchkey test").files("edge.test");
  }

  @Test
  void connectionsWithoutAHandshakeCountInTheBoundOfTheirSource() {
    try (TestGateway gateway = gateway("{ perAddress: 3 }")) {
      assertThat(oldestOfManyMakesRoom(gateway)).isTrue();
    }
  }

  @Test
  void theyCountInTheBoundOfAllToo() {
    try (TestGateway gateway = gateway("{ total: 3 }")) {
      assertThat(oldestOfManyMakesRoom(gateway)).isTrue();
    }
  }

  @Test
  void aHandshakeThatDripsIsOverInTime() {
    try (TestGateway gateway = gateway("{ perAddress: 3 }");
        RawClient client = RawClient.to(gateway.port()).send(BEGUN)) {
      boolean closed =
          FastForward.until(gateway, () -> client.send("a"), client::isClosedAfterAnswers);

      assertThat(closed).isTrue();
      assertThat(gateway.census().slowHandshakes()).isEqualTo(1);
    }
  }

  @Test
  void noDrainWaitsForAHandshake() {
    TestGateway gateway = gateway("{ perAddress: 3 }");
    try (RawClient client = RawClient.to(gateway.port()).send(BEGUN)) {
      long begin = System.nanoTime();

      gateway.close();

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  private static boolean oldestOfManyMakesRoom(TestGateway gateway) {
    List<RawClient> silent =
        Stream.generate(() -> RawClient.to(gateway.port())).limit(CONNECTIONS).toList();
    boolean madeRoom = silent.get(0).isClosedByServer();
    silent.forEach(RawClient::close);
    return madeRoom;
  }

  private TestGateway gateway(String bound) {
    TestClock clock = new TestClock();
    return new TestGateway(
        LOOPS.vertx(),
        config(bound),
        new MapKeys(clock),
        clock,
        new GatewayConfig.Drain(Duration.ZERO, Duration.ofSeconds(60)));
  }

  private LatchkeyConfig config(String bound) {
    try {
      return new ConfigLoader(Map.of()).loadText("test", CONFIG.replace("BOUND", bound), folder);
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
