// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.postgres.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the control plane does by itself, and what is taken back by hand. */
@ExtendWith(AdminExtension.class)
class UpkeepIT {
  private static final String KEYS = "/admin/v1/keys";

  private final RunningAdmin admin;
  private final TestDatabase database;
  private final String owner;

  UpkeepIT(RunningAdmin admin, TestDatabase database) {
    this.admin = admin;
    this.database = database;
    this.owner = admin.token("owner");
  }

  @Test
  void endsAreAnnouncedThirtySevenAndOneDaysBeforeAndWhenTheyCome() {
    String key = create("ninety", ",\"expiresInDays\":90");

    assertThat(afterDays(0, key)).isEmpty();
    assertThat(afterDays(59, key)).isEmpty();
    assertThat(afterDays(1, key)).containsExactly("key.expiring 30");
    assertThat(afterDays(0, key)).hasSize(1);
    assertThat(afterDays(23, key)).containsExactly("key.expiring 7", "key.expiring 30");
    assertThat(afterDays(6, key)).hasSize(3).first().isEqualTo("key.expiring 1");
    assertThat(afterDays(1, key)).hasSize(4).first().isEqualTo("key.expire 0");
    assertThat(afterDays(1, key)).hasSize(4);
  }

  @Test
  void theLongestLifetimeOfAnEnvironmentIsAnEndToo() {
    String key = create("test key", ",\"environment\":\"test\"");

    assertThat(afterDays(22, key)).isEmpty();
    assertThat(afterDays(1, key)).containsExactly("key.expiring 7");
  }

  @Test
  void aNewEndIsAnnouncedAnewAndARevokedKeyHasNone() {
    String key = create("extended", ",\"expiresInDays\":31");
    String dead = create("dead", ",\"expiresInDays\":31");
    admin.post(KEYS + "/" + dead + "/revoke", owner, "{}");
    assertThat(afterDays(1, key)).containsExactly("key.expiring 30");

    admin.send(
        "PATCH",
        KEYS + "/" + key,
        owner,
        "{\"expiresInDays\":31}",
        "Content-Type",
        "application/json");

    assertThat(afterDays(1, key)).containsExactly("key.expiring 30", "key.expiring 30");
    assertThat(events(dead)).isEmpty();
  }

  @Test
  void sealedAnswersAreForgottenAfterTenMinutesAndRetriesAfterADay() {
    admin.send(
        "POST",
        KEYS,
        owner,
        "{\"profile\":\"agent\",\"name\":\"forget\"}",
        "Content-Type",
        "application/json",
        "Idempotency-Key",
        "a-key-that-nobody-guesses");
    String rows = "SELECT (sealed IS NULL)::text FROM latchkey.request_replay";

    run();
    assertThat(database.query(rows)).containsExactly("false");
    admin.clock.advance(Duration.ofMinutes(10));
    run();
    assertThat(database.query(rows)).containsExactly("true");
    admin.clock.advance(Duration.ofHours(24));
    run();
    assertThat(database.query(rows)).isEmpty();
  }

  @Test
  void aWaitingSecretIsListedAndCanBeTakenBack() {
    String path = KEYS + "/" + create("waiting", "");
    String before = admin.get(path, owner).at("/maskedKey");
    admin.post(path + "/rotate", owner, "{\"activation\":\"firstUse\",\"graceSeconds\":60}");
    Reply secrets = admin.get(path + "/rotations", owner);
    String waiting = path + "/rotations/" + secrets.at("/data/0/id");
    String inUse = path + "/rotations/" + secrets.at("/data/1/id");

    Reply refused = admin.send("DELETE", inUse, owner, null);
    Reply cancelled = admin.send("DELETE", waiting, owner, null);

    assertThat(secrets.json().findValuesAsText("state")).containsExactly("pending", "active");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(cancelled.at("/key/rotation/state")).isEqualTo("none");
    assertThat(cancelled.at("/key/maskedKey")).isEqualTo(before);
    assertThat(secrets.at("/data/1/hint/end")).isEqualTo(cancelled.at("/key/hint/end")).hasSize(4);
    assertThat(secrets.at("/data/0/hint/end")).isNotEqualTo(secrets.at("/data/1/hint/end"));
    assertThat(admin.get(path + "/rotations", owner).json().path("data")).hasSize(1);
    assertThat(admin.send("DELETE", waiting, owner, null).status()).isEqualTo(404);
  }

  @Test
  void aSecretThatNobodyCameToUseIsNotWhatAKeyIsRecognisedBy() {
    String path = KEYS + "/" + create("forgotten", "");
    String before = admin.get(path, owner).at("/maskedKey");
    Reply rotated =
        admin.post(path + "/rotate", owner, "{\"activation\":\"firstUse\",\"graceSeconds\":60}");

    admin.clock.advance(Duration.ofHours(24));

    assertThat(rotated.at("/key/maskedKey")).isNotEqualTo(before);
    assertThat(admin.get(path, admin.token("owner")).at("/maskedKey")).isEqualTo(before);
  }

  private void run() {
    RunningAdmin.get(admin.api.upkeep().run());
  }

  private List<String> afterDays(int days, String key) {
    admin.clock.advance(Duration.ofDays(days));
    run();
    return events(key);
  }

  /** Newest first, with the days that are left. */
  private List<String> events(String key) {
    return database.query(
        "SELECT action || ' ' || (changes->'daysLeft'->>'after') FROM latchkey.audit_event"
            + " WHERE target_id = '"
            + key
            + "' AND action LIKE 'key.expir%' ORDER BY number DESC");
  }

  private String create(String name, String more) {
    return admin
        .post(KEYS, owner, "{\"profile\":\"agent\",\"name\":\"" + name + "\"" + more + "}")
        .at("/key/id");
  }
}
