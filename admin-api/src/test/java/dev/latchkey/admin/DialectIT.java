// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.keys.KeyFormat;
import dev.latchkey.keys.KeyId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AdminExtension.class)
class DialectIT {
  private static final String FLAT = TestConfig.FLAT;
  private static final String NESTED = TestConfig.NESTED;

  private final RunningAdmin admin;
  private final String owner;

  DialectIT(RunningAdmin admin) {
    this.admin = admin;
    this.owner = admin.token("owner");
  }

  @Test
  void theFlatDialectCreatesWith200AndFiveMembers() {
    Reply made =
        admin.post(
            FLAT, owner, "{\"name\":\"Kế toán\",\"scopes\":[\"contacts\"],\"expiresInDays\":30}");

    assertThat(made.status()).isEqualTo(200);
    assertThat(names(made.json())).containsExactly("id", "name", "key", "scopes", "createdAt");
    assertThat(made.at("/id")).matches("key_[0-9A-Za-z]{22}");
    assertThat(KeyFormat.isMinted(made.at("/key"), "alo_k_")).isTrue();
    assertThat(made.at("/key")).hasSize("alo_k_".length() + 36);
    assertThat(made.at("/createdAt")).isEqualTo("2026-11-22T10:00:00.123Z");
    assertThat(made.at("/name")).isEqualTo("Kế toán");
  }

  @Test
  void theFlatDialectListsRegeneratesAndRevokes() {
    Reply made = admin.post(FLAT, owner, "{\"name\":\"life\",\"scopes\":[\"callcenter\"]}");
    String path = FLAT + "/" + made.at("/id");

    Reply again = admin.send("POST", path + "/regenerate", owner, null);
    JsonNode row = admin.get(FLAT, owner).json().at("/items/0");
    Reply revoked = admin.send("POST", path + "/revoke", owner, null);

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.at("/id")).isEqualTo(made.at("/id"));
    assertThat(again.at("/key")).isNotEqualTo(made.at("/key")).startsWith("alo_k_");
    assertThat(names(row))
        .containsExactly(
            "id", "name", "maskedKey", "scopes", "status", "createdAt", "expiresAt", "lastUsedAt");
    assertThat(row.path("status").asText()).isEqualTo("active");
    assertThat(revoked.text())
        .isEqualTo("{\"id\":\"" + made.at("/id") + "\",\"status\":\"inactive\"}");
  }

  @Test
  void theFlatDialectRefusesWithProblemsThatRepeatTheirDetail() {
    Reply missing = admin.post(FLAT, owner, "{\"name\":\"x\"}");
    Reply unknown = admin.post(FLAT, owner, "{\"name\":\"x\",\"scopes\":[\"leads:read\"]}");
    admin.post(FLAT, owner, "{\"name\":\"twice\",\"scopes\":[\"contacts\"]}");
    Reply taken = admin.post(FLAT, owner, "{\"name\":\"twice\",\"scopes\":[\"contacts\"]}");
    Reply nobody = admin.send("POST", FLAT, null, "{}", "Content-Type", "application/json");

    assertThat(missing.errors()).containsExactly("/scopes required");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(taken.status()).isEqualTo(409);
    assertThat(nobody.status()).isEqualTo(401);
    for (Reply reply : List.of(missing, unknown, taken, nobody)) {
      assertThat(reply.at("/message")).isNotEmpty().isEqualTo(reply.at("/detail"));
    }
  }

  @Test
  void theNestedDialectCreatesWith201() {
    Reply made =
        admin.post(
            NESTED, owner, "{\"name\":\"Trợ lý\",\"scopes\":[\"leads:read\"],\"rate_limit\":30}");
    JsonNode key = made.json().path("api_key");

    assertThat(made.status()).isEqualTo(201);
    assertThat(names(made.json())).containsExactly("api_key", "message");
    assertThat(names(key)).containsExactly("id", "key", "name", "scopes", "rate_limit");
    assertThat(UUID.fromString(key.path("id").asText()).version()).isEqualTo(7);
    assertThat(KeyFormat.isMinted(key.path("key").asText(), "sk_live_")).isTrue();
    assertThat(key.path("rate_limit").intValue()).isEqualTo(30);
    assertThat(made.at("/message")).isEqualTo("Save this key now. It will not be shown again.");
  }

  @Test
  void theNestedDialectFillsInDefaultsAndSpeaksVietnamese() {
    Reply made =
        admin.send(
            "POST",
            NESTED,
            owner,
            "{\"name\":\"mặc định\"}",
            "Content-Type",
            "application/json",
            "Accept-Language",
            "vi");

    assertThat(made.at("/api_key/scopes/0")).isEqualTo("leads:create");
    assertThat(made.at("/api_key/rate_limit")).isEqualTo("60");
    assertThat(made.at("/message")).startsWith("Hãy lưu key");
  }

  @Test
  void theNestedDialectTellsFaultsUnderItsOwnNames() {
    Reply above = admin.post(NESTED, owner, "{\"name\":\"x\",\"rate_limit\":61}");
    Reply wrong = admin.post(NESTED, owner, "{\"name\":\"x\",\"rate_limit\":\"many\"}");
    Reply foreign = admin.post(NESTED, owner, "{\"name\":\"x\",\"rateLimits\":[]}");

    assertThat(above.errors()).containsExactly("/rate_limit above_ceiling");
    assertThat(wrong.errors()).containsExactly("/rate_limit wrong_type");
    assertThat(foreign.errors()).containsExactly("/rateLimits unknown_member");
  }

  @Test
  void theNestedDialectListsAndDeletes() {
    String id = admin.post(NESTED, owner, "{\"name\":\"gone\"}").at("/api_key/id");

    JsonNode row = admin.get(NESTED, owner).json().at("/api_keys/0");
    Reply deleted = admin.send("DELETE", NESTED + "/" + id, owner, null);

    assertThat(names(row))
        .containsExactly(
            "id",
            "name",
            "key_hint",
            "scopes",
            "rate_limit",
            "status",
            "created_at",
            "expires_at",
            "last_used_at");
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(admin.get("/admin/v1/keys/" + id, owner).at("/status")).isEqualTo("revoked");
    assertThat(admin.get(NESTED, owner).text()).doesNotContain(id);
  }

  @Test
  void settingsWordsOpenTheDialectAsTheSeedSays() {
    String reader = admin.tokenWith("settings:r");
    String writer = admin.tokenWith("settings:w");
    String id = admin.post(NESTED, writer, "{\"name\":\"w\"}").at("/api_key/id");

    assertThat(id).isNotEmpty();
    assertThat(admin.get(NESTED, reader).status()).isEqualTo(200);
    assertThat(admin.post(NESTED, reader, "{\"name\":\"r\"}").status()).isEqualTo(403);
    assertThat(admin.send("DELETE", NESTED + "/" + id, reader, null).status()).isEqualTo(403);
    assertThat(admin.send("DELETE", NESTED + "/" + id, writer, null).status()).isEqualTo(200);
  }

  @Test
  void aMountShowsOnlyItsProfileAndTenant() {
    String id = admin.post(NESTED, owner, "{\"name\":\"mine\"}").at("/api_key/id");
    String flatId = KeyId.parse(id).orElseThrow().shortForm();

    assertThat(admin.send("POST", FLAT + "/" + flatId + "/revoke", owner, null).status())
        .isEqualTo(404);
    assertThat(admin.get(FLAT, owner).text()).doesNotContain(flatId);
    assertThat(
            admin.send("DELETE", NESTED + "/" + id, admin.token("globex", "owner"), null).status())
        .isEqualTo(404);
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
