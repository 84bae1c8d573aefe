// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.app.wiring.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Limits that two nodes on one database count together, while both are called at once. */
class ClusterLimitIT {
  private static final int LIMIT = 150;
  private static final int CALLERS = 8;
  private static final String RULES =
      """
      scopes: [ { id: "things:read" } ]
      plans:
        fair: { limits: [ { name: long, limit: 150, window: 31d, scope: cluster } ] }
        crew: { limits: [ { name: long, limit: 30, window: 31d, scope: cluster } ] }
      profiles:
        app: { prefix: app_, credentials: [ X-API-Key ], plan: fair }
        free: { prefix: free_, credentials: [ X-API-Key ] }
      routes:
        - { id: things, path: /things/**, scopes: { all: [ "things:read" ] }, upstream: backend }
        - id: search
          path: /search
          scopes: { all: [ "things:read" ] }
          limits: [ { name: second, limit: 20, window: 1s, scope: cluster } ]
          upstream: backend
      """;

  private static TwoNodes nodes;

  @BeforeAll
  static void start() {
    nodes = new TwoNodes(RULES);
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  @Test
  void twoNodesUnderLoadTogetherAdmitTheLimitAndNotOneCallMore() throws Exception {
    JsonNode key = create("app", "loaded", "");

    List<Calls.Answer> answers = callAtOnce("/things", 60, List.of(secret(key)));

    assertThat(answers).hasSize(CALLERS * 60);
    assertThat(answers.stream().filter(each -> each.status() == 200)).hasSize(LIMIT);
    assertThat(answers.stream().filter(each -> each.status() != 200))
        .allSatisfy(ClusterLimitIT::assertLimited);
  }

  @Test
  void inNoSecondDoTwoNodesAdmitMoreThanTheLimit() throws Exception {
    JsonNode key = create("free", "quick", "");
    long before = System.currentTimeMillis() - 100;

    List<Calls.Answer> answers = callAtOnce("/search", 40, List.of(secret(key)));

    long seconds = (System.currentTimeMillis() + 100) / 1_000 - before / 1_000 + 1;
    assertThat(answers).allMatch(each -> each.status() == 200 || each.status() == 429);
    assertThat(answers.stream().filter(each -> each.status() == 200).count())
        .isBetween(20L, 20 * seconds);
  }

  @Test
  void theKeysOfAConsumerUseUpItsPlansLimitTogetherOnBothNodes() throws Exception {
    String consumer =
        nodes
            .post(nodes.one, "/consumers", "{\"externalId\":\"crm\",\"plan\":\"crew\"}")
            .json()
            .path("id")
            .asText();
    JsonNode one = create("free", "one of the crew", ",\"consumerId\":\"" + consumer + "\"");
    JsonNode two = create("free", "two of the crew", ",\"consumerId\":\"" + consumer + "\"");

    List<Calls.Answer> answers = callAtOnce("/things", 15, List.of(secret(one), secret(two)));

    assertThat(answers.stream().filter(each -> each.status() == 200)).hasSize(30);
    assertThat(answers.stream().filter(each -> each.status() == 429).findFirst())
        .hasValueSatisfying(
            refused ->
                assertThat(refused.json().at("/violatedPolicies/0").asText())
                    .isEqualTo("consumer-long"));
  }

  @Test
  void verifySaysWhatACallWouldBeToldAndSpendsNothing() {
    JsonNode key = create("app", "judged", ",\"rateLimits\":[]");
    String id = key.at("/key/id").asText();
    String ask = "{\"key\":\"" + secret(key) + "\",\"method\":\"GET\",\"path\":\"/things\"}";

    for (int i = 0; i < 3; i++) {
      assertThat(nodes.post(nodes.one, "/verify", ask).json().path("valid").asBoolean()).isTrue();
    }
    for (int i = 0; i < LIMIT; i++) {
      assertThat(nodes.call(nodes.one, "/things", secret(key)).status()).as(id).isEqualTo(200);
    }
    JsonNode judged = nodes.post(nodes.two, "/verify", ask).json();

    assertThat(judged.path("code").asText()).isEqualTo("rate_limited");
    assertLimited(nodes.call(nodes.two, "/things", secret(key)));
  }

  private static void assertLimited(Calls.Answer refused) {
    assertThat(refused.status()).as(refused.body()).isEqualTo(429);
    assertThat(refused.json().path("code").asText()).isEqualTo("rate_limited");
    assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"long\";q=150;w=2678400");
    assertThat(Long.parseLong(refused.header("Retry-After"))).isBetween(1L, 2_678_400L);
  }

  /** Calls of all callers, by turns on either node and with each of the keys. */
  private static List<Calls.Answer> callAtOnce(String path, int each, List<String> secrets)
      throws Exception {
    Queue<Calls.Answer> answers = new ConcurrentLinkedQueue<>();
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    List<Future<?>> done = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      Node node = caller % 2 == 0 ? nodes.one : nodes.two;
      String secret = secrets.get(caller / 2 % secrets.size());
      done.add(
          callers.submit(
              () -> {
                for (int call = 0; call < each; call++) {
                  answers.add(nodes.call(node, path, secret));
                }
              }));
    }
    for (Future<?> caller : done) {
      caller.get(60, TimeUnit.SECONDS);
    }
    callers.shutdown();
    return List.copyOf(answers);
  }

  private static JsonNode create(String profile, String name, String rest) {
    return nodes.create(profile, name, ",\"scopes\":[\"things:read\"]" + rest);
  }

  private static String secret(JsonNode created) {
    return created.path("secret").asText();
  }
}
