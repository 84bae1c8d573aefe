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
  private static final String RULES =
      """
      scopes: [ { id: "things:read" }, { id: "things:write" } ]
      profiles:
        app: { prefix: app_, credentials: [ X-API-Key ] }
        staged: { prefix: st_, credentials: [ X-API-Key ], environments: { live: {}, test: {} } }
      routes:
        - { id: things, path: /things/**, scopes: { all: [ "things:read" ] }, upstream: backend }
        - { id: write, path: /write, scopes: { all: [ "things:write" ] }, upstream: backend }
        - id: watched
          path: /watched
          scopes: { all: [ "things:read" ] }
          shadow: { scopes: { all: [ "things:read", "things:write" ] } }
          upstream: backend
        - id: watched-limit
          path: /watched-limit
          scopes: { all: [] }
          shadow: { limits: [ { name: hour, limit: 2, window: 1h } ] }
          upstream: backend
        - id: watched-stage
          path: /watched-stage
          scopes: { all: [] }
          shadow: { environment: live }
          upstream: backend
        - id: watched-place
          path: /watched-place
          scopes: { all: [] }
          shadow: { ipAllow: [ 10.0.0.0/8 ] }
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
  void verifyNamesTheFirstObjectionAndWhatTheRouteRequires() {
    JsonNode key = create("scopeless");

    JsonNode judged =
        nodes
            .post(
                nodes.two,
                "/verify",
                "{\"key\":\""
                    + key.path("secret").asText()
                    + "\",\"method\":\"POST\",\"path\":\"/write\"}")
            .json();

    assertThat(judged.path("code").asText()).isEqualTo("insufficient_scope");
    assertThat(judged.at("/requiredScopes/0").asText()).isEqualTo("things:write");
    assertThat(judged.path("trace").findValuesAsText("check"))
        .contains("route", "profile", "status", "environment", "address", "scope");
  }

  @Test
  void aKeyThatNobodyKnowsIsJudgedInvalid() {
    JsonNode judged =
        nodes
            .post(
                nodes.one,
                "/verify",
                "{\"sha256\":\"" + "ab".repeat(32) + "\",\"method\":\"GET\",\"path\":\"/things\"}")
            .json();

    assertThat(judged.path("valid").asBoolean()).isFalse();
    assertThat(judged.path("code").asText()).isEqualTo("key_invalid");
    assertThat(judged.has("keyId")).isFalse();
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

  @Test
  void aShadowLimitCountsAndTellsAndNeverRefuses() {
    JsonNode key = create("paced");
    String secret = key.path("secret").asText();

    for (int i = 0; i < 5; i++) {
      Calls.Answer answer = nodes.call(nodes.one, "/watched-limit", secret);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("RateLimit-Policy")).doesNotContain("hour");
    }

    assertThat(shadowed("watched-limit", "rate_limited")).isEqualTo(3);
    JsonNode judged = verify(secret, "/watched-limit");
    assertThat(judged.path("valid").asBoolean()).as(judged.toString()).isTrue();
    assertThat(judged.path("trace").toString()).contains("would refuse it, rate_limited: hour");
    assertThat(verify(create("rested").path("secret").asText(), "/watched-limit").toString())
        .contains("the limits of the route's shadow would let it pass");
  }

  @Test
  void aShadowOfAnotherEnvironmentTellsWhichKeysWouldBeShutOut() {
    String live = create("staged", "on stage", ",\"environment\":\"live\"");
    String test = create("staged", "rehearsal", ",\"environment\":\"test\"");

    assertThat(nodes.call(nodes.one, "/watched-stage", live).status()).isEqualTo(200);
    assertThat(nodes.call(nodes.one, "/watched-stage", test).status()).isEqualTo(200);

    assertThat(shadowed("watched-stage", "wrong_environment")).isEqualTo(1);
    assertThat(verify(test, "/watched-stage").path("trace").toString())
        .contains("would refuse it, wrong_environment");
    assertThat(verify(live, "/watched-stage").path("trace").toString())
        .contains("the route's shadow has no objection");
  }

  @Test
  void aShadowOfOtherNetworksTellsWhichCallsWouldBeShutOut() {
    String secret = create("placed").path("secret").asText();

    assertThat(nodes.call(nodes.one, "/watched-place", secret).status()).isEqualTo(200);

    assertThat(shadowed("watched-place", "ip_not_allowed")).isEqualTo(1);
    String from = "{\"key\":\"%s\",\"method\":\"GET\",\"path\":\"/watched-place\",\"ip\":\"%s\"}";
    assertThat(nodes.post(nodes.one, "/verify", from.formatted(secret, "192.0.2.1")).body())
        .contains("\"valid\":true", "would refuse it, ip_not_allowed");
    assertThat(nodes.post(nodes.one, "/verify", from.formatted(secret, "10.1.2.3")).body())
        .contains("the route's shadow has no objection");
  }

  /** Calls that passed on the first node, and would not by the shadow of this route. */
  private static int shadowed(String route, String code) {
    for (String line : nodes.metrics(nodes.one).split("\n", -1)) {
      if (line.startsWith("latchkey_shadow_refusals_total{code=\"" + code + "\",")
          && line.contains("route=\"" + route + "\"")) {
        return (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
      }
    }
    return 0;
  }

  private static JsonNode verify(String secret, String path) {
    String body = "{\"key\":\"" + secret + "\",\"method\":\"GET\",\"path\":\"" + path + "\"}";
    return nodes.post(nodes.one, "/verify", body).json();
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
    return created("app", name, "");
  }

  /** The new key's secret. */
  private static String create(String profile, String name, String rest) {
    return created(profile, name, rest).path("secret").asText();
  }

  private static JsonNode created(String profile, String name, String rest) {
    String body = "{\"profile\":\"%s\",\"name\":\"%s\",\"scopes\":[\"things:read\"]%s}";
    Calls.Answer created = nodes.post(nodes.two, "/keys", body.formatted(profile, name, rest));
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    return created.json();
  }
}
