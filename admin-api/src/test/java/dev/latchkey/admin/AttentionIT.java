// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.keys.postgres.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a key object says somebody should look at. */
@ExtendWith(AdminExtension.class)
class AttentionIT {
  private static final String KEYS = "/admin/v1/keys";

  private final TestDatabase database;
  private final RunningAdmin admin;

  AttentionIT(RunningAdmin admin, TestDatabase database) {
    this.admin = admin;
    this.database = database;
  }

  @Test
  void aNewKeyWithoutAnEndWasNeverUsedAndHasNoExpiry() {
    assertThat(attention(create("new", ""))).containsExactly("no_expiry", "never_used");
  }

  @Test
  void aKeyThatEndsWithinAWeekExpiresSoonAndOneThatHasEndedNeedsNothing() {
    String id = create("short", ",\"expiresInDays\":8");
    assertThat(attention(id)).containsExactly("never_used");

    admin.clock.advance(Duration.ofDays(1));
    assertThat(attention(id)).containsExactly("expires_soon", "never_used");
    admin.clock.advance(Duration.ofDays(7));

    assertThat(attention(id)).isEmpty();
  }

  @Test
  void aKeyThatNobodyUsesForNinetyDaysIsIdle() {
    String id = create("idle", "");
    used(id, 0);
    assertThat(attention(id)).containsExactly("no_expiry");

    admin.clock.advance(Duration.ofDays(90));

    assertThat(attention(id)).containsExactly("no_expiry", "idle");
  }

  @Test
  void aWildcardIsSaid() {
    assertThat(attention(create("all", ",\"scopes\":[\"*\"]"))).contains("wildcard_scope");
  }

  @Test
  void aRotationIsSaidAndWhetherTheOldSecretIsStillUsed() {
    String id = create("rotating", "");
    admin.post(KEYS + "/" + id + "/rotate", owner(), "{\"graceSeconds\":86400}");
    assertThat(attention(id)).contains("rotating").doesNotContain("old_secret_used");

    used(id, 120);

    assertThat(attention(id)).contains("rotating", "old_secret_used");
  }

  @Test
  void aQuotaThatIsUsedUpIsSaid() {
    String id = create("spent", ",\"quota\":{\"limit\":5,\"period\":\"day\"}");
    assertThat(attention(id)).doesNotContain("over_quota");

    database.execute(
        """
        INSERT INTO latchkey.quota_use (key_id, quota, period, starts, taken, granted, cap)
        VALUES ('%s', 'day', 'day', '%s'::timestamptz::date, 5, 0, 5)
        """
            .formatted(id, admin.clock.instant()));

    assertThat(attention(id)).contains("over_quota");
  }

  @Test
  void aKeyWhoseCallsBeganToFailIsSaidToForAnHour() {
    String id = create("failing", "");
    database.execute(
        "INSERT INTO latchkey.key_alert VALUES ('%s', 'failures', '%s')"
            .formatted(id, admin.clock.instant()));
    assertThat(attention(id)).contains("elevated_rejections");

    admin.clock.advance(Duration.ofHours(1));

    assertThat(attention(id)).doesNotContain("elevated_rejections");
  }

  @Test
  void aLeakIsSaidWithItsFirstReportAndStaysSaidWhenTheKeyIsRevoked() {
    Reply made = admin.post(KEYS, owner(), "{\"profile\":\"agent\",\"name\":\"leaked\"}");
    String id = made.at("/key/id");
    assertThat(key(id).path("leak").isNull()).isTrue();
    for (String source : List.of("pastebin", "forum")) {
      admin.clock.advance(Duration.ofMinutes(1));
      String report =
          "{\"reports\":[{\"key\":\"%s\",\"source\":\"%s\",\"url\":\"https://p.test/\"}]}";
      assertThat(
              admin
                  .post("/admin/v1/leaks", owner(), report.formatted(made.at("/secret"), source))
                  .text())
          .contains(id);
    }
    admin.post(KEYS + "/" + id + "/revoke", owner(), "{}");

    assertThat(attention(id)).containsExactly("leaked");
    assertThat(key(id).at("/leak/source").asText()).isEqualTo("pastebin");
    assertThat(key(id).at("/leak/firstReportedAt").asText()).endsWith("Z");
  }

  private void used(String key, int secondsLater) {
    database.execute(
        """
        INSERT INTO latchkey.api_key_activity (key_id, secret_id, last_used_at)
        SELECT key_id, id, '%s'::timestamptz FROM latchkey.api_key_secret
        WHERE key_id = '%s' ORDER BY number LIMIT 1
        """
            .formatted(admin.clock.instant().plusSeconds(secondsLater), key));
  }

  private List<String> attention(String key) {
    List<String> words = new ArrayList<>();
    key(key).path("attention").forEach(word -> words.add(word.asText()));
    return words;
  }

  private JsonNode key(String id) {
    return admin.get(KEYS + "/" + id, owner()).json();
  }

  private String create(String name, String rest) {
    String body = "{\"profile\":\"agent\",\"name\":\"" + name + "\"" + rest + "}";
    Reply made = admin.post(KEYS, owner(), body);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.at("/key/id");
  }

  /** A fresh one, because time passes here. */
  private String owner() {
    return admin.token("owner");
  }
}
