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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever guesses keys gets nowhere, slowly, and takes nobody else along. */
class KeyGuessingTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private final TestClock clock = new TestClock();
  private final MapKeys keys = new MapKeys(clock);
  private final RawUpstream backend = new RawUpstream(List.of(Script.OK));
  private final TestGateway gateway =
      new TestGateway(LOOPS.vertx(), TestConfig.of(backend.port(), "poolSize: 2"), keys, clock);
  private final RawClient client = RawClient.to(gateway.port());

  @AfterEach
  void close() {
    client.close();
    gateway.close();
    backend.close();
  }

  @Test
  void aThousandFailuresAreTooManyAndAValidKeyOfTheSameAddressStillPasses() {
    KeyFixture valid = KeyFixture.minted(clock.instant()).scopes("leads:read");
    keys.put(valid.newKey());
    int unauthorized = 0;
    Answer last = call("wrong");
    for (int i = 0; i < 1_000; i++) {
      unauthorized += last.status() == 401 ? 1 : 0;
      last = call("wrong");
    }

    assertThat(unauthorized).isEqualTo(500);
    assertThat(last.status()).isEqualTo(429);
    assertThat(last.body()).contains("\"code\":\"too_many_failures\"");
    assertThat(last.head().has("retry-after")).isTrue();
    assertThat(keys.lookups()).isZero();
    assertThat(call(valid.secret().reveal()).status()).isEqualTo(200);
  }

  @Test
  void whatIsNotLookedUpIs503() {
    int notLookedUp = 0;
    for (int i = 0; i < 200; i++) {
      Answer answer = call(KeyFixture.minted(clock.instant()).secret().reveal());
      assertThat(answer.status()).isIn(401, 503);
      notLookedUp += answer.status() == 503 ? 1 : 0;
    }

    assertThat(keys.lookups()).isEqualTo(200 - notLookedUp);
  }

  private Answer call(String key) {
    return client
        .send("GET /guarded HTTP/1.1\r\nHost: api.test\r\nX-API-Key: " + key + "\r\n\r\n")
        .answer(false);
  }
}
