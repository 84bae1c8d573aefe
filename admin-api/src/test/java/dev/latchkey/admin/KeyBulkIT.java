// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.postgres.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One action on all keys that a filter matches. */
@ExtendWith(AdminExtension.class)
class KeyBulkIT {
  private static final String KEYS = "/admin/v1/keys";

  private final RunningAdmin admin;
  private final TestDatabase database;
  private final String owner;

  KeyBulkIT(RunningAdmin admin, TestDatabase database) {
    this.admin = admin;
    this.database = database;
    this.owner = admin.token("owner");
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
    Reply stray = bulk("{\"action\":\"revoke\",\"filter\":{\"q\":\"x\"},\"tags\":[\"x\"]}");
    Reply nulls =
        bulk("{\"action\":\"revoke\",\"filter\":{\"q\":\"x\"},\"tags\":null,\"dryRun\":null}");

    assertThat(reply.code()).isEqualTo("permission_denied");
    assertThat(everything.errors()).containsExactly("/filter too_few");
    assertThat(noTags.errors()).containsExactly("/tags required");
    assertThat(stray.errors()).containsExactly("/tags unknown_member");
    assertThat(nulls.status()).isEqualTo(200);
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
}
