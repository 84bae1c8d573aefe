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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys that were made elsewhere, many in one call. */
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
    items.add(alo("null key").putNull("key").put("sha256", sha256("another-secret-0123456789")));
    items.add(5).addNull().add(Json.array());
    items.add(alo("same digest").put("sha256", sha256(key)));

    Reply reply = send(items);

    assertThat(reply.at("/created")).isEqualTo("2");
    assertThat(reply.at("/failed")).isEqualTo("13");
    assertThat(reply.at("/results/10/status")).isEqualTo("created");
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
    assertThat(error(reply, 11)).isEqualTo("validation_failed  wrong_type");
    assertThat(error(reply, 12)).isEqualTo("validation_failed  wrong_type");
    assertThat(error(reply, 13)).isEqualTo("validation_failed  wrong_type");
    assertThat(error(reply, 14)).isEqualTo("duplicate_key /sha256 taken");
    assertThat(database.query("SELECT count(*) FROM latchkey.api_key WHERE name = 'same secret'"))
        .containsExactly("0");
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
