// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Json;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyMint;
import dev.latchkey.keys.postgres.TestDatabase;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many keys in one call: imports, and one action on all that a filter matches. */
@ExtendWith(AdminExtension.class)
class KeySetIT {
  private static final String KEYS = "/admin/v1/keys";

  private final KeyMint mint = new KeyMint(new SecureRandom());
  private final RunningAdmin admin;
  private final TestDatabase database;
  private final String owner;

  KeySetIT(RunningAdmin admin, TestDatabase database) {
    this.admin = admin;
    this.database = database;
    this.owner = admin.token("owner");
  }

  @Test
  void keysAreTakenOverByTextAndByDigest() {
    String minted = mint.mint("sk_live_").reveal();
    ArrayNode items = Json.array();
    items.add(item("agent", "by text").put("key", minted));
    items.add(item("agent", "by digest").put("sha256", sha256("legacy-secret-0123456789")));

    Reply reply = send(items);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.at("/created")).isEqualTo("2");
    assertThat(reply.at("/failed")).isEqualTo("0");
    JsonNode first = admin.get(KEYS + "/" + reply.at("/results/0/id"), owner).json();
    JsonNode second = admin.get(KEYS + "/" + reply.at("/results/1/id"), owner).json();
    assertThat(first.at("/hint/start").asText()).isEqualTo(minted.substring(8, 12));
    assertThat(second.at("/hint/start").asText()).isEmpty();
    assertThat(first.path("scopes").toString()).isEqualTo("[\"leads:create\"]");
    assertThat(
            admin
                .get(KEYS + "/" + reply.at("/results/0/id") + "/events", owner)
                .json()
                .findValuesAsText("action"))
        .containsExactly("key.import");
    assertThat(
            database.query(
                "SELECT foreign_shape::text FROM latchkey.api_key_secret s JOIN latchkey.api_key k"
                    + " ON k.id = s.key_id WHERE k.name IN ('by text', 'by digest')"
                    + " ORDER BY k.name DESC"))
        .containsExactly("false", "true");
  }

  @Test
  void oneWrongItemDoesNotSpoilTheOthers() {
    String key = mint.mint("alo_k_").reveal();
    admin.post(KEYS, owner, "{\"profile\":\"alo\",\"name\":\"there\",\"scopes\":[\"contacts\"]}");
    ArrayNode items = Json.array();
    items.add(alo("good").put("key", key));
    items.add(alo("same secret").put("key", key));
    items.add(alo("there").put("key", mint.mint("alo_k_").reveal()));
    items.add(alo("good").put("key", mint.mint("alo_k_").reveal()));
    items.add(alo("neither"));
    items.add(alo("short").put("key", "short"));
    items.add(alo("no hex").put("sha256", "zz"));
    items.add(alo("stray").put("key", mint.mint("alo_k_").reveal()).put("colour", "red"));
    items.add(
        alo("stranger")
            .put("key", mint.mint("alo_k_").reveal())
            .put("consumerId", "0199a1b2-0000-7000-8000-000000000001"));
    items.add(item("nobody", "x").put("key", mint.mint("alo_k_").reveal()));
    items.add(5).addNull().add(Json.array());
    items.add(alo("same digest").put("sha256", sha256(key)));

    Reply reply = send(items);

    assertThat(reply.at("/created")).isEqualTo("1");
    assertThat(reply.at("/failed")).isEqualTo("13");
    assertThat(reply.json().path("results").findValuesAsText("status").get(0)).isEqualTo("created");
    assertThat(error(reply, 1)).isEqualTo("duplicate_key /key taken");
    assertThat(error(reply, 2)).isEqualTo("name_taken /name taken");
    assertThat(error(reply, 3)).isEqualTo("name_taken /name taken");
    assertThat(error(reply, 4)).isEqualTo("validation_failed /key one_secret_only");
    assertThat(error(reply, 5)).isEqualTo("validation_failed /key invalid_key");
    assertThat(error(reply, 6)).isEqualTo("validation_failed /sha256 invalid");
    assertThat(error(reply, 7)).isEqualTo("validation_failed /colour unknown_member");
    assertThat(error(reply, 8)).isEqualTo("validation_failed /consumerId unknown_consumer");
    assertThat(error(reply, 9)).isEqualTo("validation_failed /profile unknown_profile");
    assertThat(error(reply, 10)).isEqualTo("validation_failed  wrong_type");
    assertThat(error(reply, 11)).isEqualTo("validation_failed  wrong_type");
    assertThat(error(reply, 12)).isEqualTo("validation_failed  wrong_type");
    assertThat(error(reply, 13)).isEqualTo("duplicate_key /sha256 taken");
    assertThat(database.query("SELECT count(*) FROM latchkey.api_key WHERE name = 'same secret'"))
        .containsExactly("0");
  }

  @Test
  void manyAtOnceTakeThePermissionOfTheSingleAction() {
    String revoke = "{\"action\":\"revoke\",\"filter\":{\"tag\":\"no such tag\"}}";
    String disable = revoke.replace("revoke", "disable");
    String revoker = admin.tokenWith("keys:revoke");
    String updater = admin.tokenWith("keys:update");

    assertThat(admin.post(KEYS + "/bulk", revoker, revoke).status()).isEqualTo(200);
    assertThat(admin.post(KEYS + "/bulk", updater, disable).status()).isEqualTo(200);
    assertThat(admin.post(KEYS + "/bulk", revoker, disable).at("/detail")).contains("keys:update");
    assertThat(admin.post(KEYS + "/bulk", updater, revoke).at("/detail")).contains("keys:revoke");
    assertThat(admin.post(KEYS + "/bulk", admin.tokenWith("keys:read"), revoke).status())
        .isEqualTo(403);
  }

  @Test
  void aKeyOfAnotherTenantIsNotTakenOver() {
    String key = mint.mint("sk_live_").reveal();
    ArrayNode items = Json.array().add(item("agent", "theirs").put("key", key));
    send(items);

    Reply reply =
        admin.post(
            KEYS + "/import",
            admin.token("other", "owner"),
            Json.object().set("items", items).toString());

    assertThat(error(reply, 0)).isEqualTo("duplicate_key /key taken");
  }

  @Test
  void aThousandItemsAreTakenAndOneMoreIsNot() {
    ArrayNode items = Json.array();
    for (int i = 0; i < 1_000; i++) {
      items.add(item("agent", "mass " + i).put("sha256", sha256("mass-secret-number-" + i)));
    }

    Reply full = send(items);
    Reply more = send(items.deepCopy().add(item("agent", "x")));

    assertThat(full.at("/created")).isEqualTo("1000");
    assertThat(more.errors()).containsExactly("/items too_many");
  }

  @Test
  void aRehearsalChangesNothingAndTheRealThingOnlyWhatWasExpected() {
    for (String name : List.of("b1", "b2", "b3")) {
      create(name, "bulk");
    }

    Reply rehearsal =
        bulk("{\"action\":\"disable\",\"filter\":{\"tag\":\"bulk\"},\"dryRun\":true}");
    Reply wrong =
        bulk("{\"action\":\"disable\",\"filter\":{\"tag\":\"bulk\"},\"expectedCount\":2}");
    String before = statuses("bulk");
    Reply real = bulk("{\"action\":\"disable\",\"filter\":{\"tag\":\"bulk\"},\"expectedCount\":3}");

    assertThat(rehearsal.at("/matched")).isEqualTo("3");
    assertThat(rehearsal.at("/changed")).isEqualTo("0");
    assertThat(wrong.status()).isEqualTo(409);
    assertThat(wrong.code()).isEqualTo("invalid_state");
    assertThat(before).doesNotContain("disabled");
    assertThat(real.at("/changed")).isEqualTo("3");
    assertThat(statuses("bulk")).isEqualTo("disabled disabled disabled");
  }

  @Test
  void tagsAreAddedAndTakenAndKeysRevokedByFilter() {
    create("t1", "old");
    create("t2", "old");

    bulk("{\"action\":\"tag\",\"filter\":{\"tag\":\"old\"},\"tags\":[\"new\"]}");
    bulk("{\"action\":\"untag\",\"filter\":{\"tag\":\"new\"},\"tags\":[\"old\"]}");
    Reply revoked =
        bulk("{\"action\":\"revoke\",\"filter\":{\"tag\":\"new\"},\"reason\":\"retired\"}");
    Reply dead =
        bulk("{\"action\":\"enable\",\"filter\":{\"tag\":\"new\",\"status\":[\"revoked\"]}}");

    assertThat(revoked.at("/changed")).isEqualTo("2");
    assertThat(dead.at("/failed")).isEqualTo("2");
    assertThat(dead.at("/results/0/error/code")).isEqualTo("invalid_state");
    assertThat(
            database.query(
                "SELECT revoke_reason || tags::text FROM latchkey.api_key WHERE name = 't1'"))
        .containsExactly("retired{new}");
  }

  @Test
  void revokingManyTakesThePermissionToRevokeOne() {
    Reply reply =
        admin.post(
            KEYS + "/bulk",
            admin.tokenWith("keys:update"),
            "{\"action\":\"revoke\",\"filter\":{\"tag\":\"none\"}}");
    Reply everything = bulk("{\"action\":\"disable\",\"filter\":{}}");
    Reply noTags = bulk("{\"action\":\"tag\",\"filter\":{\"q\":\"x\"}}");

    assertThat(reply.code()).isEqualTo("permission_denied");
    assertThat(everything.errors()).containsExactly("/filter too_few");
    assertThat(noTags.errors()).containsExactly("/tags required");
  }

  private void create(String name, String tag) {
    admin.post(
        KEYS,
        owner,
        "{\"profile\":\"agent\",\"name\":\"" + name + "\",\"tags\":[\"" + tag + "\"]}");
  }

  private Reply bulk(String body) {
    return admin.post(KEYS + "/bulk", owner, body);
  }

  private String statuses(String tag) {
    return String.join(
        " ", admin.get(KEYS + "?tag=" + tag, owner).json().findValuesAsText("status"));
  }

  private Reply send(ArrayNode items) {
    return admin.post(KEYS + "/import", owner, Json.object().set("items", items).toString());
  }

  private static String error(Reply reply, int index) {
    JsonNode error = reply.json().path("results").path(index).path("error");
    return error.path("code").asText()
        + " "
        + error.at("/errors/0/pointer").asText()
        + " "
        + error.at("/errors/0/code").asText();
  }

  private static ObjectNode alo(String name) {
    ObjectNode item = item("alo", name);
    item.putArray("scopes").add("contacts");
    return item;
  }

  private static ObjectNode item(String profile, String name) {
    return Json.object().put("profile", profile).put("name", name);
  }

  private static String sha256(String key) {
    return HexFormat.of().formatHex(KeyDigest.of(key).toBytes());
  }
}
