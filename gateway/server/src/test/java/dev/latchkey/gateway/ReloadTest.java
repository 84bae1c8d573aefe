// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.ConfigException;
import dev.latchkey.config.ConfigLoader;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Another configuration from one request to the next, and not one request the worse for it. */
class ReloadTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private final TestClock clock = new TestClock();
  private final MapKeys keys = new MapKeys(clock);
  private final KeyFixture key = KeyFixture.minted(clock.instant()).scopes("leads:read");
  private final RawUpstream backend = new RawUpstream(List.of(Script.OK));
  private final TestGateway gateway =
      new TestGateway(LOOPS.vertx(), config("old", "leads:read", "4"), keys, clock);

  ReloadTest() {
    keys.put(key.newKey());
  }

  @AfterEach
  void close() {
    gateway.close();
    backend.close();
  }

  @Test
  void routesComeAndGo() {
    assertThat(call("/old")).isEqualTo(200);
    assertThat(call("/new")).isEqualTo(404);

    gateway.reload(config("new", "leads:read", "4"));

    assertThat(call("/old")).isEqualTo(404);
    assertThat(call("/new")).isEqualTo(200);
  }

  @Test
  void aCachedKeyIsJudgedByTheNewRoutesScopesAndNotAskedForAgain() {
    assertThat(call("/old")).isEqualTo(200);
    int lookups = keys.lookups();

    gateway.reload(config("old", "leads:write", "4"));

    assertThat(call("/old")).isEqualTo(403);
    gateway.reload(config("old", "leads:read", "4"));
    assertThat(call("/old")).isEqualTo(200);
    assertThat(keys.lookups()).isEqualTo(lookups);
  }

  @Test
  void aCachedKeyWhoseProfileHasAnotherPrefixNowIsNoKeyAnyMore() {
    assertThat(call("/old")).isEqualTo(200);

    gateway.reload(config("old", "leads:read", "4", "lk_other_"));

    assertThat(call("/old")).isEqualTo(401);
    gateway.reload(config("old", "leads:read", "4"));
    assertThat(call("/old")).isEqualTo(200);
  }

  @Test
  void aRequestOnItsWayFinishesUnderTheRulesItBeganWith() {
    MapKeys.Held lookup = keys.holdNext();
    try (RawClient client = RawClient.to(gateway.port())) {
      client.send(request("/old"));
      Answers.of(lookup.asked());

      gateway.reload(config("new", "leads:write", "3"));
      lookup.release();

      assertThat(client.answer(false).status()).isEqualTo(200);
    }
  }

  @Test
  void anUpstreamThatDidNotChangeKeepsItsConnections() {
    assertThat(call("/old")).isEqualTo(200);

    gateway.reload(config("new", "leads:read", "4"));

    assertThat(call("/new")).isEqualTo(200);
    assertThat(backend.connections()).isEqualTo(1);
  }

  @Test
  void theConnectionsOfAnUpstreamThatChangedAreClosed() {
    assertThat(call("/old")).isEqualTo(200);

    gateway.reload(config("old", "leads:read", "3"));

    assertThat(backend.isDone()).isTrue();
    assertThat(call("/old")).isEqualTo(200);
    assertThat(backend.connections()).isEqualTo(2);
  }

  @Test
  void aHundredReloadsUnderLoadFailNoRequest() {
    AtomicBoolean over = new AtomicBoolean();
    List<CompletableFuture<Integer>> clients =
        List.of(load(over), load(over), load(over), load(over));

    for (int i = 0; i < 100; i++) {
      gateway.reload(config("old", "leads:read", i % 2 == 0 ? "3" : "4"));
    }
    over.set(true);

    assertThat(clients).allSatisfy(client -> assertThat(client.join()).isPositive());
  }

  /** Calls one after the other; the number of answers, all of them good. */
  private CompletableFuture<Integer> load(AtomicBoolean over) {
    return CompletableFuture.supplyAsync(
        () -> {
          int answers = 0;
          try (RawClient client = RawClient.to(gateway.port())) {
            while (!over.get() || answers == 0) {
              assertThat(client.send(request("/old")).answer(false).status()).isEqualTo(200);
              answers++;
            }
          }
          return answers;
        },
        task -> new Thread(task, "load").start());
  }

  private int call(String path) {
    try (RawClient client = RawClient.to(gateway.port())) {
      return client.send(request(path)).answer(false).status();
    }
  }

  private String request(String path) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: api.test\r\nX-API-Key: "
        + key.secret().reveal()
        + "\r\n\r\n";
  }

  private LatchkeyConfig config(String route, String scope, String poolSize) {
    return config(route, scope, poolSize, "lk_test_");
  }

  private LatchkeyConfig config(String route, String scope, String poolSize, String prefix) {
    String yaml =
        """
        version: 1
        store: { embedded: { data: ./unused } }
        gateway: { listen: "127.0.0.1:0" }
        scopes: [ { id: "a:first" }, { id: SCOPE } ]
        profiles: { agent: { prefix: PREFIX, credentials: [ X-API-Key ] } }
        upstreams:
          crm: { targets: [ "http://127.0.0.1:PORT" ], poolSize: POOL }
        routes:
          - { id: other, path: /other, scopes: { all: [ "a:first" ] }, upstream: crm }
          - { id: ROUTE, path: /ROUTE, scopes: { all: [ SCOPE ] }, upstream: crm }
        """
            .replace("PREFIX", prefix)
            .replace("PORT", Integer.toString(backend.port()))
            .replace("POOL", poolSize)
            .replace("SCOPE", '"' + scope + '"')
            .replace("ROUTE", route);
    try {
      return new ConfigLoader(Map.of()).loadText("test", yaml, Path.of("."));
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
