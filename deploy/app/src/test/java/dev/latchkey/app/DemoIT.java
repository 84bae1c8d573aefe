// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The first ten minutes, over the real jar. */
@TestInstance(Lifecycle.PER_CLASS)
class DemoIT {
  private final Web web = new Web();
  private Program demo;
  private JsonObject facts = new JsonObject();

  DemoIT() throws Exception {
    demo =
        Program.start(
            Map.of(),
            "demo",
            "--json",
            "--gateway-port",
            "0",
            "--admin-port",
            "0",
            "--management-port",
            "0");
  }

  @BeforeAll
  void waitForTheFirstLine() throws InterruptedException {
    facts = new JsonObject(demo.nextOut());
  }

  @AfterAll
  void stop() throws InterruptedException {
    Set<ProcessHandle> children = Set.copyOf(demo.descendants());

    demo.terminate();

    assertThat(demo.awaitExit()).isZero();
    assertThat(children)
        .isNotEmpty()
        .allSatisfy(child -> assertThat(child.onExit()).succeedsWithin(Duration.ofSeconds(10)));
  }

  @Test
  void theFirstLineTellsAddressesTokenAndOneKeyPerProduct() {
    assertThat(facts.fieldNames())
        .containsExactly("gateway", "admin", "console", "management", "adminToken", "keys");
    assertThat(facts.getValue("console")).isNull();
    assertThat(facts.getJsonArray("keys").stream().map(key -> ((JsonObject) key)))
        .extracting(key -> key.getString("profile"))
        .containsExactly("alohub", "aloochat", "ohallo", "salehay");
  }

  @Test
  void aKeyPassesAndTheBackendSeesWhoCallsButNotTheKey() throws Exception {
    JsonObject key = key("aloochat");

    HttpResponse<String> answer =
        web.get(
            facts.getString("gateway") + "/v1/agents?page=2",
            key.getString("header"),
            key.getString("key"),
            "X-Latchkey-Tenant",
            "forged");

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonObject echo = Web.json(answer);
    assertThat(echo.getString("method")).isEqualTo("GET");
    assertThat(echo.getString("path")).isEqualTo("/v1/agents?page=2");
    JsonObject headers = echo.getJsonObject("headers");
    assertThat(headers.getString("x-latchkey-key-id")).isEqualTo(key.getString("id"));
    assertThat(headers.getString("x-latchkey-tenant")).isEqualTo("demo");
    assertThat(headers.getString("x-latchkey-environment")).isEqualTo("live");
    assertThat(answer.body()).doesNotContain(key.getString("key"), "forged");
    assertThat(answer.headers().firstValue("RateLimit-Policy")).hasValue("\"minute\";q=60;w=60");
  }

  @Test
  void withoutAKeyTheAnswerIs401AndSaysWhereItGoes() throws Exception {
    HttpResponse<String> answer = web.get(facts.getString("gateway") + "/v1/agents");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(Web.json(answer).getString("code")).isEqualTo("key_missing");
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).contains("x-api-token");
  }

  @Test
  void aMissingScopeIs403AndNamed() throws Exception {
    JsonObject key = key("salehay");

    HttpResponse<String> answer =
        web.call(
            "POST",
            facts.getString("gateway") + "/api/agent/messages",
            "{}",
            key.getString("header"),
            key.getString("key"));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(Web.json(answer).getJsonArray("requiredScopes")).containsExactly("messages:write");
  }

  @Test
  void aUsedUpLimitIs429AndSaysWhenToComeBack() throws Exception {
    JsonObject made =
        create(
            """
            {"profile":"ohallo","name":"Two a minute","scopes":["contacts"],
             "rateLimits":[{"name":"minute","limit":2,"windowSeconds":60}]}\
            """);
    String url = facts.getString("gateway") + "/v1/contacts";

    int first = web.get(url, "X-API-Key", made.getString("secret")).statusCode();
    int second = web.get(url, "X-API-Key", made.getString("secret")).statusCode();
    HttpResponse<String> third = web.get(url, "X-API-Key", made.getString("secret"));

    assertThat(first).isEqualTo(200);
    assertThat(second).isEqualTo(200);
    assertThat(third.statusCode()).isEqualTo(429);
    assertThat(third.headers().map()).containsKeys("retry-after", "ratelimit", "ratelimit-policy");
    assertThat(Web.json(third).getJsonArray("violatedPolicies")).containsExactly("minute");
  }

  @Test
  void aRevokedKeyIsRefusedByTheVeryNextCallsWithinTwoSeconds() throws Exception {
    JsonObject made =
        create("{\"profile\":\"ohallo\",\"name\":\"Gone\",\"scopes\":[\"contacts\"]}");
    String url = facts.getString("gateway") + "/v1/contacts";
    String id = made.getJsonObject("key").getString("id");
    int before = web.get(url, "X-API-Key", made.getString("secret")).statusCode();

    HttpResponse<String> revoked = admin("POST", "/admin/v1/keys/" + id + "/revoke", "{}");
    long deadline = System.nanoTime() + 2_000_000_000L;
    int after = web.get(url, "X-API-Key", made.getString("secret")).statusCode();
    while (after == 200 && System.nanoTime() < deadline) {
      after = web.get(url, "X-API-Key", made.getString("secret")).statusCode();
    }

    assertThat(before).isEqualTo(200);
    assertThat(revoked.statusCode()).isEqualTo(200);
    assertThat(after).isEqualTo(401);
  }

  @Test
  void existingClientsCreateKeysInTheirOwnDialects() throws Exception {
    HttpResponse<String> flat =
        admin(
            "POST",
            "/api/v1.0/integration/api-keys",
            "{\"name\":\"CRM\",\"scopes\":[\"callcenter\"],\"expiresInDays\":90}");
    HttpResponse<String> nested =
        admin(
            "POST",
            "/api/settings/api-keys",
            "{\"name\":\"Agent\",\"scopes\":[\"*\"],\"rate_limit\":100}");

    assertThat(flat.statusCode()).isEqualTo(200);
    assertThat(Web.json(flat).getString("key")).startsWith("alo_k_");
    assertThat(nested.statusCode()).isEqualTo(201);
    assertThat(Web.json(nested).getJsonObject("api_key").getInteger("rate_limit")).isEqualTo(100);
  }

  @Test
  void operatorsSeeLifeReadinessAndNumbers() throws Exception {
    String base = facts.getString("management");
    web.get(facts.getString("gateway") + "/v1/agents");

    HttpResponse<String> live = web.get(base + "/livez");
    HttpResponse<String> ready = web.get(base + "/readyz");
    HttpResponse<String> metrics = web.get(base + "/metrics");

    assertThat(live.statusCode()).isEqualTo(200);
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(Web.json(ready).getString("status")).isEqualTo("ready");
    assertThat(metrics.body())
        .contains(
            "latchkey_requests_total{",
            "latchkey_request_duration_seconds_bucket{",
            "latchkey_refusals_total{code=\"key_missing\"}",
            "latchkey_key_cache_hits_total",
            "latchkey_key_cache_misses_total",
            "latchkey_key_cache_stale_total",
            "latchkey_key_cache_negative_total",
            "latchkey_key_store_up 1.0",
            "latchkey_revocation_lag_seconds ",
            "latchkey_upstream_requests_total{",
            "latchkey_limiter_degraded 0.0",
            "latchkey_requests_in_flight ",
            "jvm_memory_used_bytes",
            "vertx_pool_")
        .doesNotContain(key("aloochat").getString("key"), key("aloochat").getString("id"));
  }

  @Test
  void theManagementListenerHasNothingElse() throws Exception {
    String base = facts.getString("management");

    HttpResponse<String> unknown = web.get(base + "/");
    HttpResponse<String> method = web.call("POST", base + "/readyz", "");

    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(method.statusCode()).isEqualTo(405);
    assertThat(method.headers().firstValue("allow")).hasValue("GET, HEAD");
  }

  private JsonObject key(String profile) {
    return facts.getJsonArray("keys").stream()
        .map(key -> (JsonObject) key)
        .filter(key -> key.getString("profile").equals(profile))
        .findFirst()
        .orElseThrow();
  }

  private JsonObject create(String body) throws Exception {
    HttpResponse<String> made = admin("POST", "/admin/v1/keys", body);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return Web.json(made);
  }

  private HttpResponse<String> admin(String method, String path, String body) throws Exception {
    return web.call(
        method,
        facts.getString("admin") + path,
        body,
        "Authorization",
        "Bearer " + facts.getString("adminToken"),
        "Content-Type",
        "application/json");
  }
}
