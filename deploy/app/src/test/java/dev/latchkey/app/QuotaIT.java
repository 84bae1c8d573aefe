// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.app.wiring.Node;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Quotas of two nodes on one database, and what is told of them. */
@TestMethodOrder(MethodOrderer.MethodName.class)
class QuotaIT {
  private static final int QUOTA = 20;
  private static final String RULES =
      """
      scopes: [ { id: "things:read" }, { id: "things:write" } ]
      plans:
        small: { quotas: [ { name: day, limit: 20, period: day } ] }
        team: { limits: [ { name: hour, limit: 4, window: 1h } ] }
        crew: { quotas: [ { name: month, limit: 12, period: month } ] }
      profiles:
        app: { prefix: app_, credentials: [ X-API-Key ], plan: small }
      routes:
        - { id: things, path: /things/**, scopes: { all: [ "things:read" ] }, upstream: backend }
        - { id: write, path: /write, scopes: { all: [ "things:write" ] }, upstream: backend }
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
  void twoNodesTogetherAdmitTheQuotaAndTheRestIsTold429() {
    JsonNode key = create("shared");

    int admitted = 0;
    for (int i = 0; i < QUOTA + 10; i++) {
      Calls.Answer answer = nodes.call(i % 2 == 0 ? nodes.one : nodes.two, "/things", secret(key));
      admitted += answer.status() == 200 ? 1 : 0;
      if (answer.status() != 200) {
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.json().path("code").asText()).isEqualTo("quota_exceeded");
        assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"day\";q=20;w=86400");
        assertThat(answer.header("Retry-After")).isNotEqualTo("0");
      }
    }

    assertThat(admitted).isEqualTo(QUOTA);
  }

  @Test
  void aRefusedCallCostsNothingOfTheQuota() {
    JsonNode key = create("refused");
    for (int i = 0; i < QUOTA; i++) {
      assertThat(nodes.call(nodes.one, "/write", secret(key)).status()).isEqualTo(403);
    }

    assertThat(nodes.call(nodes.one, "/things", secret(key)).header("X-RateLimit-Remaining"))
        .isEqualTo("19");
  }

  @Test
  void aQuotaOfAKeysOwnReplacesItsPlansAndShowsWhatIsUsed() {
    JsonNode key = create("own", ",\"quota\":{\"limit\":3,\"period\":\"day\"}");

    for (int i = 0; i < 3; i++) {
      assertThat(nodes.call(nodes.one, "/things", secret(key)).status()).isEqualTo(200);
    }
    Calls.Answer refused = nodes.call(nodes.one, "/things", secret(key));

    assertThat(refused.json().path("code").asText()).isEqualTo("quota_exceeded");
    assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"day\";q=3;w=86400");
    JsonNode shown = nodes.get(nodes.two, "/keys/" + key.at("/key/id").asText()).json();
    assertThat(shown.at("/quota/limit").asInt()).isEqualTo(3);
    assertThat(shown.at("/quota/used").asInt()).isEqualTo(3);
    assertThat(shown.at("/effectiveQuotas")).hasSize(1);
    assertThat(shown.at("/quota/resetsAt").asText()).endsWith("T00:00:00.000Z");
    JsonNode self = nodes.call(nodes.one, "/.latchkey/self", secret(key)).json();
    assertThat(self.at("/quotas/0/used").asInt()).as(self.toString()).isEqualTo(3);
  }

  @Test
  void aQuotaThatIsRaisedOpensAKeyThatHadUsedItUp() {
    JsonNode key = create("raised", ",\"quota\":{\"limit\":1,\"period\":\"day\"}");
    assertThat(nodes.call(nodes.one, "/things", secret(key)).status()).isEqualTo(200);
    assertThat(nodes.call(nodes.one, "/things", secret(key)).status()).isEqualTo(429);

    nodes.patch(nodes.one, "/keys/" + key.at("/key/id").asText(), "{\"quota\":{\"limit\":2}}");

    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(25);
    while (nodes.call(nodes.one, "/things", secret(key)).status() != 200) {
      assertThat(System.nanoTime()).as("the key is still shut").isLessThan(deadline);
    }
    assertThat(nodes.call(nodes.one, "/things", secret(key)).status()).isEqualTo(429);
  }

  @Test
  void theKeysOfAConsumerUseUpTheLimitsOfItsPlanTogether() {
    String consumer =
        nodes
            .post(nodes.one, "/consumers", "{\"externalId\":\"crm\",\"plan\":\"team\"}")
            .json()
            .path("id")
            .asText();
    JsonNode one = create("first of two", ",\"consumerId\":\"" + consumer + "\"");
    JsonNode two = create("second of two", ",\"consumerId\":\"" + consumer + "\"");

    for (int i = 0; i < 4; i++) {
      JsonNode key = i % 2 == 0 ? one : two;
      assertThat(nodes.call(nodes.one, "/things", secret(key)).status()).isEqualTo(200);
    }
    Calls.Answer refused = nodes.call(nodes.one, "/things", secret(two));
    nodes.patch(nodes.one, "/consumers/" + consumer, "{\"plan\":null}");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.json().path("code").asText()).isEqualTo("rate_limited");
    assertThat(refused.json().at("/violatedPolicies/0").asText()).isEqualTo("consumer-hour");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(25);
    while (nodes.call(nodes.one, "/things", secret(one)).status() != 200) {
      assertThat(System.nanoTime()).as("the key is still shut").isLessThan(deadline);
    }
  }

  @Test
  void theKeysOfAConsumerUseUpTheQuotaOfItsPlanTogetherOnBothNodes() {
    String consumer =
        nodes
            .post(nodes.one, "/consumers", "{\"externalId\":\"erp\",\"plan\":\"crew\"}")
            .json()
            .path("id")
            .asText();
    JsonNode one = create("first of the crew", ",\"consumerId\":\"" + consumer + "\"");
    JsonNode two = create("second of the crew", ",\"consumerId\":\"" + consumer + "\"");

    int admitted = 0;
    for (int i = 0; i < 16; i++) {
      Node node = i % 4 < 2 ? nodes.one : nodes.two;
      admitted +=
          nodes.call(node, "/things", secret(i % 2 == 0 ? one : two)).status() == 200 ? 1 : 0;
    }
    Calls.Answer refused = nodes.call(nodes.two, "/things", secret(one));
    JsonNode shown = nodes.get(nodes.one, "/consumers/" + consumer).json();

    assertThat(admitted).isEqualTo(12);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.json().path("code").asText()).isEqualTo("quota_exceeded");
    assertThat(refused.json().at("/violatedPolicies/0").asText()).isEqualTo("consumer-month");
    assertThat(refused.header("RateLimit-Policy")).contains("\"consumer-month\";q=12;w=");
    assertThat(shown.at("/effectiveQuotas/0/used").asInt()).as(shown.toString()).isEqualTo(12);
    assertThat(shown.at("/effectiveQuotas/0/limit").asInt()).isEqualTo(12);
  }

  @Test
  void verifySpendsNothingUnlessItIsToldTo() {
    JsonNode key = create("verified");
    String body = "{\"key\":\"%s\",\"method\":\"GET\",\"path\":\"/things/7\"%s}";
    for (int i = 0; i < QUOTA + 5; i++) {
      Calls.Answer answer = nodes.post(nodes.one, "/verify", body.formatted(secret(key), ""));
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(answer.json().path("valid").asBoolean()).as(answer.body()).isTrue();
    }
    for (int i = 0; i < QUOTA; i++) {
      nodes.post(nodes.one, "/verify", body.formatted(secret(key), ",\"dryRun\":false"));
    }

    JsonNode judged = nodes.post(nodes.one, "/verify", body.formatted(secret(key), "")).json();
    assertThat(judged.path("valid").asBoolean()).isFalse();
    assertThat(judged.path("code").asText()).isEqualTo("quota_exceeded");
    assertThat(judged.path("keyId").asText()).isEqualTo(key.at("/key/id").asText());
    assertThat(nodes.call(nodes.two, "/things", secret(key)).status()).isEqualTo(429);
  }

  @Test
  void usageAndAdviceTellWhatBothNodesSaw() {
    JsonNode key = create("counted");
    nodes.call(nodes.one, "/things", secret(key));
    nodes.call(nodes.two, "/things", secret(key));
    nodes.call(nodes.two, "/write", secret(key));
    String path = "/keys/" + key.at("/key/id").asText();

    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(25);
    while (nodes.get(nodes.one, path + "/usage").json().at("/data/0/calls").asInt() < 3) {
      assertThat(System.nanoTime()).as("usage is late").isLessThan(deadline);
    }
    JsonNode advice = nodes.get(nodes.two, path + "/advice").json();

    assertThat(advice.at("/used/0").asText()).isEqualTo("things:read");
    assertThat(advice.at("/denied/0/scope").asText()).isEqualTo("things:write");
  }

  @Test
  void zWhatWasSpentStaysSpentWhenANodeGoesAndAnotherComes() {
    JsonNode key = create("restarted");
    for (int i = 0; i < 5; i++) {
      assertThat(nodes.call(nodes.one, "/things", secret(key)).status()).isEqualTo(200);
    }

    nodes.stopFirst();
    Node fresh = nodes.start();

    int admitted = 0;
    for (int i = 0; i < QUOTA; i++) {
      admitted += nodes.call(fresh, "/things", secret(key)).status() == 200 ? 1 : 0;
    }
    assertThat(admitted).isEqualTo(QUOTA - 5);
  }

  private static JsonNode create(String name) {
    return create(name, "");
  }

  private static JsonNode create(String name, String rest) {
    return nodes.create("app", name, ",\"scopes\":[\"things:read\"]" + rest);
  }

  private static String secret(JsonNode created) {
    return created.path("secret").asText();
  }
}
