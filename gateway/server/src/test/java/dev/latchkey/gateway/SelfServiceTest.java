// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.ConfigLoader;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.KeyStatus;
import dev.latchkey.keys.Limit;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever holds a key looks after it on the data port, with nothing but the key. */
class SelfServiceTest {
  private static final String SELF = "/.latchkey/self";

  private final Vertx vertx = Vertx.vertx();
  private final TestClock clock = new TestClock();
  private final MapKeys store = new MapKeys(clock);
  private final HttpClient client = HttpClient.newHttpClient();
  private TestGateway gateway;

  @BeforeEach
  void start() throws Exception {
    gateway =
        new TestGateway(
            vertx,
            new ConfigLoader(Map.of())
                .loadText(
                    "test",
                    """
                    version: 1
                    store: { embedded: { data: ./unused } }
                    gateway: { listen: "127.0.0.1:0" }
                    scopes: [ { id: "leads:read" } ]
                    profiles:
                      agent: { prefix: lk_test_, credentials: [ X-Agent-Token ], selfRotate: true }
                      fixed: { prefix: lk_fixed_, credentials: [ X-API-Key ] }
                    upstreams: { crm: { targets: [ "http://127.0.0.1:1" ] } }
                    routes:
                      - { id: host, path: "/**", hosts: [ localhost ], public: true, upstream: crm }
                      - { id: all, path: "/**", scopes: { any: [ "leads:read" ] }, upstream: crm }
                    """,
                    Path.of(".")),
            store,
            clock);
  }

  @AfterEach
  void stop() {
    gateway.close();
    vertx.close();
  }

  @Test
  void aHolderReadsTheKeyButNeverTheSecret() {
    KeyFixture key = stored(KeyFixture.minted(clock.instant()).name("Lan's"));

    HttpResponse<String> answer = call("GET", SELF, key, "");

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonObject json = new JsonObject(answer.body());
    assertThat(json.getString("id")).isEqualTo(key.id().toString());
    assertThat(json.getString("name")).isEqualTo("Lan's");
    assertThat(json.getString("status")).isEqualTo("active");
    assertThat(json.getString("maskedKey")).startsWith("lk_test_").contains("…");
    assertThat(answer.body()).doesNotContain(key.secret().reveal());
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
    assertThat(answer.headers().firstValue("RateLimit").orElse("")).contains("self");
  }

  @Test
  void withoutAKeyThereIsNothingToRead() {
    assertThat(call("GET", SELF, "X-Agent-Token", "", "").statusCode()).isEqualTo(401);
  }

  @Test
  void aHolderEndsTheKeyForGood() {
    KeyFixture key = stored(KeyFixture.minted(clock.instant()));

    HttpResponse<String> revoked = call("POST", SELF + "/revoke", key, "");

    assertThat(revoked.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(revoked.body()).getJsonObject("key").getString("status"))
        .isEqualTo("revoked");
    assertThat(call("GET", SELF, key, "").statusCode()).isEqualTo(401);
    assertThat(state(key)).isEqualTo(KeyStatus.REVOKED);
  }

  @Test
  void aHolderReplacesTheSecretAndTheOldOneEnds() {
    KeyFixture key = stored(KeyFixture.minted(clock.instant()));

    HttpResponse<String> rotated = call("POST", SELF + "/rotate", key, "{}");

    assertThat(rotated.statusCode()).isEqualTo(200);
    String secret = new JsonObject(rotated.body()).getString("secret");
    assertThat(call("GET", SELF, key, "").statusCode()).isEqualTo(401);
    assertThat(call("GET", SELF, "X-Agent-Token", secret, "").statusCode()).isEqualTo(200);
  }

  @Test
  void withGraceBothSecretsWork() {
    KeyFixture key = stored(KeyFixture.minted(clock.instant()));

    HttpResponse<String> rotated = call("POST", SELF + "/rotate", key, "{\"graceSeconds\":60}");
    HttpResponse<String> again = call("POST", SELF + "/rotate", key, "{\"graceSeconds\":60}");

    assertThat(rotated.statusCode()).isEqualTo(200);
    assertThat(call("GET", SELF, key, "").statusCode()).isEqualTo(200);
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(code(again)).isEqualTo("rotation_in_progress");
    gateway.advance(Duration.ofSeconds(61));
    assertThat(call("GET", SELF, key, "").statusCode()).isEqualTo(401);
  }

  @Test
  void whatTheProfileDoesNotAllowIsRefused() {
    KeyFixture key =
        stored(KeyFixture.imported("lk-fixed-" + "x".repeat(30), clock.instant()).profile("fixed"));

    HttpResponse<String> refused = call("POST", SELF + "/rotate", key, "{}");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(code(refused)).isEqualTo("permission_denied");
  }

  @Test
  void bodiesThatSaySomethingElseAreRefused() {
    KeyFixture key = stored(KeyFixture.minted(clock.instant()));

    for (String body :
        new String[] {
          "{\"graceSeconds\":-1}",
          "{\"graceSeconds\":2592001}",
          "{\"graceSeconds\":\"60\"}",
          "{\"activation\":\"later\"}",
          "{\"force\":true}",
          "[]",
          "{",
        }) {
      HttpResponse<String> refused = call("POST", SELF + "/rotate", key, body);
      assertThat(refused.statusCode()).as(body).isEqualTo(400);
      assertThat(code(refused)).as(body).isEqualTo("validation_failed");
    }
    HttpResponse<String> large = call("POST", SELF + "/revoke", key, "x".repeat(10_000));
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(state(key)).isEqualTo(KeyStatus.ACTIVE);
  }

  @Test
  void aKeyThatHasUsedUpItsCallsCanStillBeEnded() {
    KeyFixture key =
        stored(
            KeyFixture.minted(clock.instant())
                .limit(new Limit("once", 1, Duration.ofHours(1), null)));
    gateway.advance(Duration.ofMillis(1));

    assertThat(call("GET", SELF, key, "").statusCode()).isEqualTo(200);
    assertThat(call("GET", SELF, key, "").statusCode()).isEqualTo(200);
    assertThat(call("POST", SELF + "/revoke", key, "").statusCode()).isEqualTo(200);
  }

  @Test
  void lookingAfterAKeyHasALimitOfItsOwn() {
    KeyFixture key = stored(KeyFixture.minted(clock.instant()));
    int answered = 0;
    while (call("GET", SELF, key, "").statusCode() == 200) {
      assertThat(++answered).isLessThanOrEqualTo(30);
    }

    HttpResponse<String> refused = call("GET", SELF, key, "");

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(code(refused)).isEqualTo("rate_limited");
  }

  @Test
  void whileTheStoreIsAwayNobodyIsToldThatTheKeyIsBad() {
    KeyFixture key = stored(KeyFixture.minted(clock.instant()));
    assertThat(call("GET", SELF, key, "").statusCode()).isEqualTo(200);
    store.goAway();

    HttpResponse<String> fault = call("POST", SELF + "/revoke", key, "");

    assertThat(fault.statusCode()).isEqualTo(503);
    assertThat(code(fault)).isEqualTo("key_store_unavailable");
  }

  @Test
  void nothingBelowTheReservedPathIsForwarded() {
    KeyFixture key = stored(KeyFixture.minted(clock.instant()).scopes("leads:read"));

    HttpResponse<String> other = call("GET", "/.latchkey/anything", key, "");
    HttpResponse<String> wrong = call("DELETE", SELF, key, "");

    assertThat(other.statusCode()).isEqualTo(404);
    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(wrong.headers().firstValue("Allow")).hasValue("GET");
  }

  @Test
  void aHostsOwnRoutesDoNotTakeItsPlace() {
    KeyFixture key = stored(KeyFixture.minted(clock.instant()));

    HttpResponse<String> answer =
        send("http://localhost:" + gateway.port() + SELF, "GET", "X-Agent-Token", key, "");

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  private KeyFixture stored(KeyFixture key) {
    store.put(key.newKey());
    return key;
  }

  private KeyStatus state(KeyFixture key) {
    return Answers.of(store.read(key.tenant(), key.id())).status(clock.instant());
  }

  private static String code(HttpResponse<String> answer) {
    return new JsonObject(answer.body()).getString("code");
  }

  private HttpResponse<String> call(String method, String path, KeyFixture key, String body) {
    return call(method, path, "X-Agent-Token", key.secret().reveal(), body);
  }

  private HttpResponse<String> call(
      String method, String path, String header, String secret, String body) {
    return exchange("http://127.0.0.1:" + gateway.port() + path, method, header, secret, body);
  }

  private HttpResponse<String> send(
      String url, String method, String header, KeyFixture key, String body) {
    return exchange(url, method, header, key.secret().reveal(), body);
  }

  private HttpResponse<String> exchange(
      String url, String method, String header, String secret, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(20))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!secret.isEmpty()) {
      request.header(header, secret);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
