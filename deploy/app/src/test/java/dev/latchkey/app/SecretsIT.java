// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyMint;
import dev.latchkey.keys.postgres.TestDatabase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Known secrets go through the whole program; afterwards every place it writes to is searched. */
class SecretsIT {
  private static Deployment deployment;
  private static Deployment.Node node;
  private static String token;

  @BeforeAll
  static void start(@TempDir Path folder) {
    deployment = new Deployment(folder);
    node = deployment.start();
    token = deployment.ownerToken(node, "acme");
  }

  @AfterAll
  static void stop() {
    deployment.close();
  }

  @Test
  void noSecretIsInAnyLogRowAnswerOrError() throws Exception {
    Map<String, String> secrets = new LinkedHashMap<>();
    secrets.put("pepper", deployment.pepper);
    secrets.put("signing secret", deployment.signingSecret);
    secrets.put("database password", deployment.postgres.address().password());
    secrets.put("admin token", token);
    Deployment.Key key = deployment.createKey(node, token, "canary");
    secrets.put("key", key.secret());
    secrets.put("rotated key", rotate(key));
    String idempotencyKey = UUID.randomUUID().toString();
    secrets.put("idempotency key", idempotencyKey);
    secrets.put("key that a retry finds again", createTwice(idempotencyKey));
    String own = new KeyMint(new SecureRandom()).mint("app_").reveal();
    secrets.put("key that its holder made", own);
    secrets.put("digest of it", createByDigest(own));
    createByDigest("the name of the dog, twice over");
    secrets.put("secret of a webhook", createWebhook());

    String shownOnce = deployment.http.heard();
    useAndMisuse(key);
    String answers = deployment.http.heard().substring(shownOnce.length());
    String metrics = deployment.http.get(node.management() + "/metrics").body();
    String rows = new TestDatabase(deployment.postgres.address()).dump();
    node.program().terminate();
    assertThat(node.program().awaitExit()).isZero();

    assertThat(rows).contains("canary");
    assertThat(node.program().said()).contains("/things");
    assertNowhere(secrets, Map.of("answers", answers, "metrics", metrics, "rows", rows));
    assertNowhere(secrets, Map.of("logs", node.program().said()));
    String digest = HexFormat.of().formatHex(KeyDigest.of(key.secret()).toBytes());
    assertThat(rows).as("a digest that confirms a guessed key").doesNotContain(digest);
  }

  private static String rotate(Deployment.Key key) {
    Calls.Answer rotated =
        deployment.http.post(
            node.admin() + "/admin/v1/keys/" + key.id() + "/rotate",
            "{\"graceSeconds\":3600}",
            "Authorization",
            "Bearer " + token);
    assertThat(rotated.status()).isEqualTo(200);
    return rotated.json().path("secret").asText();
  }

  /** The sealed answer is in the database while the rows are searched. */
  private static String createTwice(String idempotencyKey) {
    String[] headers = {"Authorization", "Bearer " + token, "Idempotency-Key", idempotencyKey};
    String body = "{\"profile\":\"app\",\"name\":\"retried\",\"scopes\":[\"things:read\"]}";
    String url = node.admin() + "/admin/v1/keys";
    String first = deployment.http.post(url, body, headers).json().path("secret").asText();
    String again = deployment.http.post(url, body, headers).json().path("secret").asText();
    assertThat(again).isEqualTo(first).startsWith("app_");
    return first;
  }

  /** What confirms a guess must be nowhere, although the client sent it. */
  private static String createByDigest(String key) {
    String digest = HexFormat.of().formatHex(KeyDigest.of(key).toBytes());
    String body =
        "{\"profile\":\"app\",\"name\":\"own\",\"scopes\":[\"things:read\"],\"secretSha256\":\"%s\"}";
    Calls.Answer made =
        deployment.http.post(
            node.admin() + "/admin/v1/keys",
            body.replace("%s", digest),
            "Authorization",
            "Bearer " + token);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.json().has("secret")).isFalse();
    int status = deployment.http.get(node.gateway() + "/things", "X-API-Key", key).status();
    assertThat(status)
        .as("only what has the form of a key is one")
        .isEqualTo(key.startsWith("app_") ? 200 : 401);
    return digest;
  }

  private static String createWebhook() {
    Calls.Answer made =
        deployment.http.post(
            node.admin() + "/admin/v1/webhooks",
            "{\"url\":\"https://hooks.test/\",\"enabled\":false}",
            "Authorization",
            "Bearer " + token);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.json().path("secret").asText();
  }

  private static void useAndMisuse(Deployment.Key key) {
    String call = node.gateway() + "/things";
    String admin = node.admin() + "/admin/v1/keys/" + key.id();
    String[] bearer = {"Authorization", "Bearer " + token};
    List<Integer> statuses = new ArrayList<>();
    statuses.add(deployment.http.get(call, "X-API-Key", key.secret()).status());
    statuses.add(deployment.http.get(call + "?api_key=" + key.secret()).status());
    statuses.add(deployment.http.get(call, "X-API-Key", key.secret() + "x").status());
    statuses.add(
        deployment.http.get(call, "X-API-Key", key.secret(), "X-API-Key", key.secret()).status());
    statuses.add(deployment.http.get(call + "/..;/" + key.secret()).status());
    statuses.add(deployment.http.get(admin, bearer).status());
    statuses.add(deployment.http.get(admin + "/events", bearer).status());
    statuses.add(deployment.http.get(node.admin() + "/admin/v1/keys", bearer).status());
    statuses.add(deployment.http.get(admin, "Authorization", "Bearer " + token + "x").status());
    statuses.add(deployment.http.get(admin, "Authorization", "Bearer " + key.secret()).status());
    statuses.add(
        deployment.http.post(admin + "/disable", "{\"x\":\"" + key.secret(), bearer).status());
    for (String action : List.of("finish-rotation", "disable", "enable", "revoke")) {
      statuses.add(deployment.http.post(admin + "/" + action, "{}", bearer).status());
    }
    statuses.add(deployment.http.post(admin + "/rotate", "{}", bearer).status());
    statuses.add(deployment.http.get(call, "X-API-Key", key.secret()).status());
    statuses.add(deployment.http.get(node.admin() + "/admin/v1/audit-events", bearer).status());
    assertThat(statuses)
        .containsExactly(
            200, 401, 401, 400, 400, 200, 200, 200, 401, 401, 400, 200, 200, 200, 200, 409, 401,
            200);
  }

  private static void assertNowhere(Map<String, String> secrets, Map<String, String> places) {
    secrets.forEach(
        (what, secret) ->
            places.forEach(
                (place, text) -> {
                  for (String form : forms(secret)) {
                    assertThat(text.contains(form)).as(what + " in " + place).isFalse();
                  }
                }));
  }

  private static List<String> forms(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    return List.of(
        secret,
        secret.toUpperCase(Locale.ROOT),
        new StringBuilder(secret).reverse().toString(),
        URLEncoder.encode(secret, StandardCharsets.UTF_8),
        Base64.getEncoder().withoutPadding().encodeToString(bytes),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
        HexFormat.of().formatHex(bytes));
  }
}
