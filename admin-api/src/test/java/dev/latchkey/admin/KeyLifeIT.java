// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.admin.json.Json;
import dev.latchkey.keys.KeyId;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AdminExtension.class)
class KeyLifeIT {
  private static final String KEYS = "/admin/v1/keys";

  private final RunningAdmin admin;
  private final String owner;

  KeyLifeIT(RunningAdmin admin) {
    this.admin = admin;
    this.owner = admin.token("owner");
  }

  @Test
  void aKeyIsStoppedStartedAndEnded() {
    String path = KEYS + "/" + create("agent", "life", "").at("/key/id");

    Reply disabled = admin.post(path + "/disable", owner, "{\"reason\":\"holiday\"}");
    Reply enabled = admin.send("POST", path + "/enable", owner, null);
    Reply early = admin.send("DELETE", path, owner, null);
    Reply revoked =
        admin.post(path + "/revoke", owner, "{\"reason\":\"leaked\",\"note\":\"in a log\"}");
    Reply again = admin.post(path + "/revoke", owner, "{}");
    Reply dead = admin.post(path + "/enable", owner, "{}");
    Reply patched = patch(path, owner, "{\"name\":\"zombie\"}");

    assertThat(disabled.at("/key/status")).isEqualTo("disabled");
    assertThat(disabled.at("/key/disabledAt")).isNotEmpty();
    assertThat(enabled.at("/key/status")).isEqualTo("active");
    assertThat(early.status()).isEqualTo(409);
    assertThat(early.code()).isEqualTo("invalid_state");
    assertThat(revoked.at("/key/status")).isEqualTo("revoked");
    assertThat(revoked.at("/key/revokeReason")).isEqualTo("leaked");
    assertThat(again.header("ETag")).isEqualTo(revoked.header("ETag"));
    assertThat(dead.code()).isEqualTo("invalid_state");
    assertThat(patched.code()).isEqualTo("invalid_state");
    assertThat(admin.get(path, owner).status()).isEqualTo(200);
    assertThat(admin.send("DELETE", path, owner, null).status()).isEqualTo(204);
    assertThat(admin.get(path, owner).status()).isEqualTo(404);
    assertThat(
            admin
                .get("/admin/v1/audit-events?targetId=" + path.substring(KEYS.length() + 1), owner)
                .json()
                .findValuesAsText("action"))
        .containsExactlyInAnyOrder(
            "key.purge", "key.revoke", "key.enable", "key.disable", "key.create");
  }

  @Test
  void aSecretIsReplacedAtOnceOrWithGrace() {
    Reply made = create("agent", "rotate", "");
    String path = KEYS + "/" + made.at("/key/id");

    Reply first = admin.post(path + "/rotate", owner, "{\"graceSeconds\":3600}");
    Reply second = admin.post(path + "/rotate", owner, "{}");
    Reply forced = admin.post(path + "/rotate", owner, "{\"graceSeconds\":60,\"force\":true}");
    Reply finished = admin.send("POST", path + "/finish-rotation", owner, null);
    Reply nothing = admin.send("POST", path + "/finish-rotation", owner, null);
    Reply waiting = admin.post(path + "/rotate", owner, "{\"activation\":\"firstUse\"}");

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.at("/key/id")).isEqualTo(made.at("/key/id"));
    assertThat(first.at("/secret")).isNotEqualTo(made.at("/secret")).startsWith("sk_live_");
    assertThat(first.at("/key/rotation/state")).isEqualTo("grace");
    assertThat(first.at("/key/rotation/graceEndsAt"))
        .isEqualTo(Json.instant(admin.clock.instant().plus(Duration.ofHours(1))));
    assertThat(first.at("/key/maskedKey")).isEqualTo(masked(first.at("/secret")));
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.code()).isEqualTo("rotation_in_progress");
    assertThat(forced.status()).isEqualTo(200);
    assertThat(finished.at("/key/rotation/state")).isEqualTo("none");
    assertThat(nothing.code()).isEqualTo("invalid_state");
    assertThat(waiting.at("/key/rotation/state")).isEqualTo("pending");
    assertThat(admin.post(path + "/rotate", owner, "{\"graceSeconds\":-1}").errors())
        .containsExactly("/graceSeconds too_small");
    assertThat(
            admin
                .post(path + "/rotate", owner, "{\"expiresAt\":\"2020-01-01T00:00:00Z\"}")
                .errors())
        .containsExactly("/expiresAt in_the_past");
  }

  @Test
  void anotherTenantsKeyIsNotFound() {
    Reply made = create("agent", "mine", "");
    String path = KEYS + "/" + made.at("/key/id");
    String stranger = admin.token("globex", "owner");
    List<Reply> replies = new ArrayList<>();
    replies.add(admin.get(path, stranger));
    replies.add(patch(path, stranger, "{\"name\":\"theirs\"}"));
    replies.add(admin.send("DELETE", path, stranger, null));
    replies.add(admin.get(path + "/events", stranger));
    for (String action : List.of("disable", "enable", "revoke", "rotate", "finish-rotation")) {
      replies.add(admin.post(path + "/" + action, stranger, "{}"));
    }
    Reply nobody =
        admin.get(KEYS + "/" + KeyId.create(RunningAdmin.START, new SecureRandom()), stranger);

    assertThat(replies)
        .allSatisfy(
            reply -> {
              assertThat(reply.status()).isEqualTo(404);
              assertThat(reply.at("/detail")).isEqualTo(nobody.at("/detail"));
            });
    assertThat(admin.get(KEYS, stranger).json().path("data")).isEmpty();
    assertThat(admin.get("/admin/v1/audit-events", stranger).json().path("data")).isEmpty();
  }

  @Test
  void bothWrittenFormsOfAnIdAreTaken() {
    KeyId id = KeyId.parse(create("agent", "id", "").at("/key/id")).orElseThrow();

    assertThat(admin.get(KEYS + "/" + id.shortForm(), owner).at("/id")).isEqualTo(id.toString());
    assertThat(admin.get(KEYS + "/key_zzz", owner).status()).isEqualTo(404);
    assertThat(admin.get(KEYS + "/1", owner).status()).isEqualTo(404);
  }

  @Test
  void anExpiredKeyCanBePurged() {
    String path = KEYS + "/" + create("agent", "short", ",\"expiresInSeconds\":1").at("/key/id");
    admin.clock.advance(Duration.ofSeconds(1));

    Reply expired = admin.get(path, owner);
    Reply rotated = admin.post(path + "/rotate", owner, "{}");

    assertThat(expired.at("/status")).isEqualTo("expired");
    assertThat(rotated.code()).isEqualTo("invalid_state");
    assertThat(admin.send("DELETE", path, owner, null).status()).isEqualTo(204);
  }

  private Reply create(String profile, String name, String rest) {
    return admin.post(
        KEYS, owner, "{\"profile\":\"" + profile + "\",\"name\":\"" + name + "\"" + rest + "}");
  }

  private Reply patch(String path, String token, String body) {
    return admin.send("PATCH", path, token, body, "Content-Type", "application/json");
  }

  private static String masked(String secret) {
    int prefix = secret.lastIndexOf('_') + 1;
    return secret.substring(0, prefix + 4) + "…" + secret.substring(secret.length() - 4);
  }
}
