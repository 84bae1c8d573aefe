// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.UsageLedger;
import dev.latchkey.keys.UsageLedger.Count;
import dev.latchkey.keys.postgres.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What webhooks are told of keys without anybody having done something. */
@ExtendWith(AdminExtension.class)
class AlertIT {
  private static final String KEYS = "/admin/v1/keys";

  private final RunningAdmin admin;
  private final TestDatabase database;
  private final String owner;

  AlertIT(RunningAdmin admin, TestDatabase database) {
    this.admin = admin;
    this.database = database;
    this.owner = admin.token("owner");
  }

  @Test
  void aKeyThatNobodyUsesForNinetyDaysIsToldOfOnceUntilItIsUsedAgain() {
    String key = create("idle", "");
    admin.clock.advance(Duration.ofDays(89));
    upkeep();
    assertThat(events(key, "key.idle")).isEmpty();

    admin.clock.advance(Duration.ofDays(1));
    upkeep();
    upkeep();
    assertThat(events(key, "key.idle")).containsExactly("90");

    use(key, admin.clock.instant());
    admin.clock.advance(Duration.ofDays(89));
    upkeep();
    assertThat(events(key, "key.idle")).hasSize(1);
    admin.clock.advance(Duration.ofDays(1));
    upkeep();
    assertThat(events(key, "key.idle")).containsExactly("90", "90");
  }

  @Test
  void aKeyThatCouldNotBeUsedIsNotIdle() {
    String revoked = create("revoked", "");
    String disabled = create("disabled", "");
    String expired = create("expired", ",\"expiresInDays\":50");
    String ofAnEnvironment = create("ended", ",\"environment\":\"test\"");
    String later =
        create(
            "later", ",\"notBefore\":\"" + admin.clock.instant().plus(30, ChronoUnit.DAYS) + "\"");
    admin.post(KEYS + "/" + revoked + "/revoke", owner, "{}");
    admin.post(KEYS + "/" + disabled + "/disable", owner, "{}");

    admin.clock.advance(Duration.ofDays(100));
    upkeep();

    assertThat(List.of(revoked, disabled, expired, ofAnEnvironment, later))
        .allSatisfy(key -> assertThat(events(key, "key.idle")).isEmpty());
    admin.clock.advance(Duration.ofDays(20));
    upkeep();
    assertThat(events(later, "key.idle")).containsExactly("90");
  }

  @Test
  void callsOfAKeyThatBeginToFailAreToldOfOnceAnHour() {
    String key = create("failing", "");
    fail(key, "insufficient_scope", 4, 12);
    fail(key, "forwarded", 4, 500);
    watch();
    assertThat(events(key, "key.failures")).isEmpty();

    fail(key, "upstream_error", 5, 8);
    watch();
    watch();
    assertThat(events(key, "key.failures")).containsExactly("20");

    admin.clock.advance(Duration.ofMinutes(59));
    fail(key, "rate_limited", 4, 40);
    watch();
    assertThat(events(key, "key.failures")).hasSize(1);
    admin.clock.advance(Duration.ofMinutes(1));
    watch();
    assertThat(events(key, "key.failures")).containsExactly("20", "40");
  }

  @Test
  void aKeyWhoseCallsAlwaysFailIsNoNews() {
    String key = create("hopeless", "");
    for (int i = 0; i < 12; i++) {
      fail(key, "insufficient_scope", 4, 30);
      admin.clock.advance(Duration.ofMinutes(5));
    }
    assertThat(events(key, "key.failures")).isEmpty();

    fail(key, "insufficient_scope", 4, 30);
    admin.clock.advance(Duration.ofMinutes(2));
    watch();

    assertThat(events(key, "key.failures")).isEmpty();
  }

  @Test
  void bothAreQueuedForTheWebhooksThatAskForThem() {
    String hook =
        admin
            .post(
                "/admin/v1/webhooks",
                owner,
                "{\"url\":\"http://127.0.0.1:9/\",\"events\":[\"key.idle\",\"key.failures\"]}")
            .at("/webhook/id");
    String key = create("told", "");

    fail(key, "key_invalid", 4, 20);
    watch();
    admin.clock.advance(Duration.ofDays(90));
    upkeep();

    assertThat(
            database.query(
                "SELECT type FROM latchkey.webhook_delivery WHERE payload->'target'->>'id' = '"
                    + key
                    + "' AND webhook_id = '"
                    + hook
                    + "' ORDER BY type"))
        .containsExactly("key.failures", "key.idle");
    assertThat(admin.get(KEYS + "/" + key + "/events", owner).at("/data/0/actor/type"))
        .isEqualTo("system");
  }

  private void upkeep() {
    RunningAdmin.get(admin.api.upkeep().run());
  }

  private void watch() {
    RunningAdmin.get(admin.api.upkeep().watch());
  }

  /** What was told, oldest first: for how many days, or how many calls. */
  private List<String> events(String key, String action) {
    return database.query(
        "SELECT coalesce(changes->'idleDays'->>'after', changes->'failures'->>'after')"
            + " FROM latchkey.audit_event WHERE target_id = '"
            + key
            + "' AND action = '"
            + action
            + "' ORDER BY number");
  }

  private void fail(String key, String outcome, int statusClass, long calls) {
    long[] histogram = new long[UsageLedger.BUCKETS];
    histogram[0] = calls;
    Instant minute = admin.clock.instant().truncatedTo(ChronoUnit.MINUTES);
    KeyId id = KeyId.parse(key).orElseThrow();
    RunningAdmin.get(
        admin
            .usage()
            .add(
                minute,
                List.of(
                    new Count(new Tenant("acme"), id, "leads", statusClass, outcome, histogram))));
  }

  private void use(String key, Instant at) {
    database.query(
        "INSERT INTO latchkey.api_key_activity (key_id, secret_id, last_used_at) SELECT key_id, id,"
            + " '"
            + at
            + "' FROM latchkey.api_key_secret WHERE key_id = '"
            + key
            + "' RETURNING key_id::text");
  }

  private String create(String name, String more) {
    return admin
        .post(KEYS, owner, "{\"profile\":\"agent\",\"name\":\"" + name + "\"" + more + "}")
        .at("/key/id");
  }
}
