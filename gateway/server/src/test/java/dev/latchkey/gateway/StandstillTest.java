// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node that stood still finds all its clocks ahead of what it remembers. */
class StandstillTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  @Test
  @DisplayName(
      "F-69 After a standstill a key is judged by the time it is then, and nothing is torn")
  void afterAStandstillAKeyIsJudgedByTheTimeItIsThen() {
    TestClock clock = new TestClock();
    MapKeys keys = new MapKeys(clock);
    KeyFixture brief =
        KeyFixture.minted(clock.instant())
            .scopes("leads:read")
            .expiresAt(clock.instant().plusSeconds(5));
    KeyFixture lasting = KeyFixture.minted(clock.instant()).scopes("leads:read");
    keys.put(brief.newKey());
    keys.put(lasting.newKey());
    try (RawUpstream backend = new RawUpstream(List.of(Script.OK));
        TestGateway gateway =
            new TestGateway(
                LOOPS.vertx(), TestConfig.of(backend.port(), "poolSize: 4"), keys, clock);
        RawClient client = RawClient.to(gateway.port())) {
      assertThat(call(client, brief)).isEqualTo(200);
      LOOPS.forget();
      assertThat(call(client, lasting)).isEqualTo(200);

      gateway.advance(Duration.ofSeconds(10));

      assertThat(call(client, brief)).isEqualTo(401);
      assertThat(call(client, lasting)).isEqualTo(200);
      assertThat(backend.connections()).isEqualTo(1);
    }
  }

  private static int call(RawClient client, KeyFixture key) {
    String head = "GET /guarded HTTP/1.1\r\nHost: api.test\r\nX-API-Key: %s\r\n\r\n";
    return client.send(head.formatted(key.secret().reveal())).answer(false).status();
  }
}
