// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.ConfigException;
import dev.latchkey.config.ConfigLoader;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.gateway.wire.Answer;
import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A call that goes on for long is judged by what is so now, not by what was when it began. */
class LongCallTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private final TestClock clock = new TestClock();
  private final MapKeys keys = new MapKeys(clock);
  private final KeyFixture key = KeyFixture.minted(clock.instant()).scopes("leads:read");
  private final RawUpstream backend =
      new RawUpstream(List.of(new Script("", Script.Ending.HANG, false)));
  private final TestGateway gateway =
      new TestGateway(LOOPS.vertx(), config("lk_test_"), keys, clock);

  LongCallTest() {
    keys.put(key.newKey());
  }

  @AfterEach
  void close() {
    gateway.close();
    backend.close();
  }

  @Test
  void anOutageBeyondTheStaleBoundEndsItWithAFault() {
    try (RawClient client = underWay()) {
      MapKeys.Held asked = keys.holdNext();
      keys.goAway();
      keys.loseFeed();

      gateway.advance(Duration.ofSeconds(11));
      Answers.of(asked.asked());
      gateway.advance(Duration.ofSeconds(5));
      asked.release();

      Answer answer = client.answer(false);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.body()).contains("key_store_unavailable");
    }
  }

  @Test
  void aNewPrefixEndsItThoughItsKeyIsCached() {
    try (RawClient client = underWay()) {
      gateway.reload(config("lk_other_"));
      keys.change(key.id(), KeyFixture.renaming("doubted"));

      assertThat(client.answer(false).status()).isEqualTo(401);
    }
  }

  /** Asked for a while ago, with the backend silent. */
  private RawClient underWay() {
    RawClient client = RawClient.to(gateway.port());
    client.send(
        "GET /leads HTTP/1.1\r\nHost: api.test\r\nX-API-Key: "
            + key.secret().reveal()
            + "\r\n\r\n");
    backend.next();
    gateway.advance(Duration.ofSeconds(6));
    return client;
  }

  private LatchkeyConfig config(String prefix) {
    String yaml =
        """
        version: 1
        store: { embedded: { data: ./unused } }
        gateway: { listen: "127.0.0.1:0", keyCache: { stale: 10s } }
        scopes: [ { id: "leads:read" } ]
        profiles: { agent: { prefix: PREFIX, credentials: [ X-API-Key ] } }
        upstreams: { crm: { targets: [ "http://127.0.0.1:PORT" ], timeouts: { response: 1h, idle: 1h, total: 2h } } }
        routes:
          - { id: leads, path: /leads, scopes: { all: [ "leads:read" ] }, upstream: crm }
        """
            .replace("PREFIX", prefix)
            .replace("PORT", Integer.toString(backend.port()));
    try {
      return new ConfigLoader(Map.of()).loadText("test", yaml, Path.of("."));
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
