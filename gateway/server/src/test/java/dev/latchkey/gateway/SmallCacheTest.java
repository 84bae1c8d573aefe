// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cache with less room than there are keys costs look-ups, and changes no answer. */
class SmallCacheTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final int SLOTS = 10;
  private static final int KEYS = 60;

  private final TestClock clock = new TestClock();
  private final MapKeys keys = new MapKeys(clock);
  private final RawUpstream backend = new RawUpstream(List.of(Script.OK));
  private final TestGateway gateway =
      new TestGateway(
          LOOPS.vertx(),
          TestConfig.of(backend.port(), "poolSize: 4", "keyCache: { maxKeys: " + SLOTS + " }"),
          keys,
          clock);

  @AfterEach
  void close() {
    gateway.close();
    backend.close();
  }

  @Test
  @DisplayName("F-29 More live keys than slots: every key passes, and a revoked one does not")
  void moreLiveKeysThanSlotsCostLookupsAlone() {
    List<KeyFixture> all =
        Stream.generate(() -> KeyFixture.minted(clock.instant()).scopes("leads:read"))
            .limit(KEYS)
            .toList();
    all.forEach(key -> keys.put(key.newKey()));
    keys.revoke(all.get(0).id());

    try (RawClient client = RawClient.to(gateway.port())) {
      for (int round = 0; round < 2; round++) {
        assertThat(status(client, all.get(0))).isEqualTo(401);
        all.subList(1, KEYS).forEach(key -> assertThat(status(client, key)).isEqualTo(200));
      }
    }

    // How many more depends on when the cache makes room, which it does on a thread of its own.
    assertThat(keys.lookups()).isGreaterThanOrEqualTo(KEYS);
  }

  private static int status(RawClient client, KeyFixture key) {
    return client
        .send(
            "GET /guarded HTTP/1.1\r\nHost: api.test\r\nX-API-Key: "
                + key.secret().reveal()
                + "\r\n\r\n")
        .answer(false)
        .status();
  }
}
