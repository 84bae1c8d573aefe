// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What one gateway refused, the control plane of another one explains. */
class RefusalsIT {
  private static TwoNodes nodes;

  @BeforeAll
  static void start() {
    nodes = new TwoNodes(QuotaIT.RULES);
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  @Test
  void aMissingScopeIsExplainedByTheAnswersRequestId() {
    JsonNode key = create("scopeless");
    Calls.Answer refused = nodes.call(nodes.one, "/write", key.path("secret").asText());

    JsonNode why = explained(refused);

    assertThat(why.path("keyId").asText()).isEqualTo(key.at("/key/id").asText());
    assertThat(why.path("why").asText()).isEqualTo("insufficient_scope");
    assertThat(why.at("/requiredScopes/0").asText()).isEqualTo("things:write");
  }

  @Test
  void aRevokedKeyIsNamedThoughItsHolderWasNotToldWhy() {
    JsonNode key = create("revoked");
    String path = "/keys/" + key.at("/key/id").asText();
    assertThat(nodes.post(nodes.two, path + "/revoke", "{}").status()).isEqualTo(200);
    Calls.Answer refused = nodes.call(nodes.one, "/things", key.path("secret").asText());

    JsonNode why = explained(refused);

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.json().path("code").asText()).isEqualTo("key_invalid");
    assertThat(why.path("cause").asText()).isEqualTo("revoked");
    assertThat(why.path("keyId").asText()).isEqualTo(key.at("/key/id").asText());
    assertThat(nodes.get(nodes.two, path + "/calls").json().at("/data/0/cause").asText())
        .isEqualTo("revoked");
  }

  @Test
  void whatIsNoKeyIsExplainedToo() {
    JsonNode why = explained(nodes.call(nodes.two, "/things", "not-a-key"));

    assertThat(why.path("why").asText()).isEqualTo("malformed");
    assertThat(why.has("client")).isFalse();
  }

  @Test
  void aShadowRuleRefusesNobodyAndTellsWhomItWould() {
    JsonNode key = create("watched");
    String id = key.at("/key/id").asText();
    String secret = key.path("secret").asText();

    assertThat(nodes.call(nodes.one, "/watched", secret).status()).isEqualTo(200);
    JsonNode judged =
        nodes
            .post(
                nodes.one,
                "/verify",
                "{\"key\":\"" + secret + "\",\"method\":\"GET\",\"path\":\"/watched\"}")
            .json();

    assertThat(nodes.metrics(nodes.one))
        .containsPattern(
            "latchkey_shadow_refusals_total\\{code=\"insufficient_scope\",.*route=\"watched\".*}"
                + " 1");
    assertThat(judged.path("valid").asBoolean()).as(judged.toString()).isTrue();
    assertThat(judged.path("trace").toString())
        .contains("insufficient_scope: things:read, things:write");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    JsonNode calls = nodes.get(nodes.two, "/keys/" + id + "/calls").json();
    while (calls.path("data").isEmpty()) {
      assertThat(System.nanoTime()).as("the call is late").isLessThan(deadline);
      calls = nodes.get(nodes.two, "/keys/" + id + "/calls").json();
    }
    assertThat(calls.at("/data/0/shadow").asText()).isEqualTo("insufficient_scope");
    assertThat(calls.at("/data/0/status").asInt()).isEqualTo(200);
  }

  private static JsonNode explained(Calls.Answer refused) {
    String path = "/refusals/" + refused.header("X-Request-Id");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    Calls.Answer answer = nodes.get(nodes.two, path);
    while (answer.status() == 404) {
      assertThat(System.nanoTime()).as("the refusal is late").isLessThan(deadline);
      answer = nodes.get(nodes.two, path);
    }
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static JsonNode create(String name) {
    Calls.Answer created =
        nodes.post(
            nodes.two,
            "/keys",
            "{\"profile\":\"app\",\"name\":\"" + name + "\",\"scopes\":[\"things:read\"]}");
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    return created.json();
  }
}
