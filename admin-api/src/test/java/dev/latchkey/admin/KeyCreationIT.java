// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.admin.json.Json;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyFormat;
import dev.latchkey.keys.KeyMint;
import dev.latchkey.keys.postgres.TestDatabase;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AdminExtension.class)
class KeyCreationIT {
  private static final String KEYS = "/admin/v1/keys";

  private final TestDatabase database;
  private final RunningAdmin admin;
  private final String owner;

  KeyCreationIT(RunningAdmin admin, TestDatabase database) {
    this.admin = admin;
    this.database = database;
    this.owner = admin.token("owner");
  }

  @Test
  void aNewKeyIsShownOnceWithItsSecret() {
    Reply made =
        admin.post(
            KEYS,
            owner,
            """
            {"profile":"agent","name":"  Kế toán ","scopes":["leads:read"],"expiresInDays":90,
             "rateLimits":[{"name":"minute","limit":30,"windowSeconds":60,"burst":10}],
             "ipAllow":["10.1.2.3/8"],"metadata":{"team":{"no":7}},"tags":["prod"]}
            """);
    String secret = made.at("/secret");
    String id = made.at("/key/id");
    Reply read = admin.get(KEYS + "/" + id, owner);

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.header("Location")).isEqualTo(KEYS + "/" + id);
    assertThat(made.header("ETag")).isEqualTo("\"v1\"");
    assertThat(made.header("Cache-Control")).isEqualTo("no-store");
    assertThat(made.json().path("secretShownOnce").asBoolean()).isTrue();
    assertThat(KeyFormat.isMinted(secret, "sk_live_")).isTrue();
    assertThat(made.at("/key/name")).isEqualTo("Kế toán");
    assertThat(made.at("/key/environment")).isEqualTo("live");
    assertThat(made.at("/key/expiresAt"))
        .isEqualTo(Json.instant(RunningAdmin.START.plus(Duration.ofDays(90))));
    assertThat(made.at("/key/ipAllow/0")).isEqualTo("10.0.0.0/8");
    assertThat(made.at("/key/rateLimits/0/burst")).isEqualTo("10");
    assertThat(made.at("/key/maskedKey")).isEqualTo(masked(secret));
    assertThat(made.at("/key/status")).isEqualTo("active");
    assertThat(made.at("/key/plan")).isEqualTo("free");
    assertThat(read.json()).isEqualTo(made.json().path("key"));
    assertThat(read.header("ETag")).isEqualTo("\"v1\"");
  }

  @Test
  void theSecretIsInNoOtherAnswerAndInNoRow() {
    Reply made = create("agent", "canary", "");
    String secret = made.at("/secret");
    String body = secret.substring("sk_live_".length());
    String digest = hex(secret);
    List<String> answers = new ArrayList<>();
    for (String path :
        List.of("", "/" + made.at("/key/id"), "/" + made.at("/key/id") + "/events")) {
      answers.add(admin.get(KEYS + path, owner).text());
    }
    answers.add(admin.get("/admin/v1/audit-events", owner).text());
    List<String> rows = new ArrayList<>(database.query("SELECT t::text FROM latchkey.api_key t"));
    rows.addAll(database.query("SELECT t::text FROM latchkey.api_key_secret t"));
    rows.addAll(database.query("SELECT t::text FROM latchkey.audit_event t"));

    assertThat(answers).noneMatch(text -> text.contains(body) || text.contains(digest));
    assertThat(rows).isNotEmpty().noneMatch(text -> text.contains(body) || text.contains(digest));
  }

  @Test
  void everyWrongValueIsToldAtOnce() {
    Reply refused =
        admin.post(
            KEYS,
            owner,
            """
            {"profile":"agent","name":"\\u202Ex","scopes":["leads:read","nope","**"],"colour":"red",
             "environment":"moon","plan":"gold","expiresInDays":3,"expiresAt":"2020-01-01T00:00:00Z",
             "rateLimits":[{"name":"minute","limit":5,"windowSeconds":60,"burst":9}],
             "ipAllow":["10.0.0.1","here"],"consumerId":"x","tags":["a","a"]}
            """);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(refused.code()).isEqualTo("validation_failed");
    assertThat(refused.errors())
        .containsExactlyInAnyOrder(
            "/colour unknown_member",
            "/name forbidden_character",
            "/scopes/1 unknown_scope",
            "/scopes/2 unknown_scope",
            "/environment unknown_environment",
            "/plan unknown_plan",
            "/expiresAt one_expiry_only",
            "/expiresInDays one_expiry_only",
            "/rateLimits/0/burst too_large",
            "/ipAllow/1 invalid_network",
            "/consumerId unknown_consumer",
            "/tags/1 duplicate");
  }

  @Test
  void uniqueNamesAreFreeAgainAfterRevocation() {
    String scopes = ",\"scopes\":[\"contacts\"]";
    String id = create("alo", "CRM", scopes).at("/key/id");

    Reply taken = create("alo", " CRM ", scopes);
    admin.post(KEYS + "/" + id + "/revoke", owner, "{}");
    Reply free = create("alo", "CRM", scopes);

    assertThat(taken.status()).isEqualTo(409);
    assertThat(taken.code()).isEqualTo("name_taken");
    assertThat(taken.errors()).containsExactly("/name taken");
    assertThat(free.status()).isEqualTo(201);
  }

  @Test
  void aKeyCanBeCopiedWithAllItsRights() {
    String rest =
        ",\"scopes\":[\"leads:read\"],\"environment\":\"test\",\"tags\":[\"a\"],\"metadata\":{\"b\":1}"
            + ",\"rateLimits\":[{\"name\":\"minute\",\"limit\":7,\"windowSeconds\":60}]";
    String id = create("agent", "source", rest).at("/key/id");

    Reply copy = admin.post(KEYS, owner, "{\"copyFrom\":\"" + id + "\",\"name\":\"copy\"}");
    Reply unknown =
        admin.post(
            KEYS,
            admin.token("globex", "owner"),
            "{\"copyFrom\":\"" + id + "\",\"name\":\"copy\"}");

    assertThat(copy.status()).isEqualTo(201);
    assertThat(copy.at("/key/id")).isNotEqualTo(id);
    for (String member : List.of("profile", "scopes", "environment", "tags", "metadata")) {
      assertThat(copy.json().path("key").path(member))
          .isEqualTo(admin.get(KEYS + "/" + id, owner).json().path(member));
    }
    assertThat(copy.at("/key/rateLimits/0/limit")).isEqualTo("7");
    assertThat(unknown.errors())
        .containsExactlyInAnyOrder("/copyFrom unknown_key", "/profile required");
  }

  @Test
  void aSecretThatTheCallerMadeIsKnownByItsDigestAlone() {
    String secret = new KeyMint(new SecureRandom()).mint("sk_live_").reveal();

    Reply made = create("agent", "own secret", ",\"secretSha256\":\"" + hex(secret) + "\"");
    Reply again = create("agent", "same", ",\"secretSha256\":\"" + hex(secret) + "\"");

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.header("Location")).endsWith(made.at("/key/id"));
    assertThat(made.json().has("secret")).isFalse();
    assertThat(made.json().has("secretShownOnce")).isFalse();
    assertThat(made.at("/key/maskedKey")).isEqualTo("sk_live_…");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.code()).isEqualTo("duplicate_key");
    assertThat(again.errors()).containsExactly("/secretSha256 taken");
    assertThat(create("agent", "x", ",\"secretSha256\":\"abc\"").errors())
        .containsExactly("/secretSha256 invalid");
    assertThat(create("agent", "null", ",\"secretSha256\":null").json().has("secret")).isTrue();
    assertThat(
            database.query(
                "SELECT foreign_shape FROM latchkey.api_key_secret s JOIN latchkey.api_key k"
                    + " ON k.id = s.key_id WHERE k.name = 'own secret'"))
        .containsExactly("f");
  }

  private Reply create(String profile, String name, String rest) {
    return admin.post(
        KEYS, owner, "{\"profile\":\"" + profile + "\",\"name\":\"" + name + "\"" + rest + "}");
  }

  private static String hex(String secret) {
    return HexFormat.of().formatHex(KeyDigest.of(secret).toBytes());
  }

  private static String masked(String secret) {
    int prefix = secret.lastIndexOf('_') + 1;
    return secret.substring(0, prefix + 4) + "…" + secret.substring(secret.length() - 4);
  }
}
