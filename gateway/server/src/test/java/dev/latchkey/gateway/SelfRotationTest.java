// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static dev.latchkey.gateway.SelfScene.SELF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.KeyStatus;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a holder may say of a new secret, and what comes of it. */
class SelfRotationTest {
  private final SelfScene scene = new SelfScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aHolderReplacesTheSecretAndTheOldOneEnds() {
    KeyFixture key = scene.stored(KeyFixture.minted(scene.now()));

    HttpResponse<String> rotated = scene.call("POST", SELF + "/rotate", key, "{}");

    assertThat(rotated.statusCode()).isEqualTo(200);
    String secret = new JsonObject(rotated.body()).getString("secret");
    assertThat(scene.call("GET", SELF, key, "").statusCode()).isEqualTo(401);
    assertThat(scene.call("GET", SELF, "X-Agent-Token", secret, "").statusCode()).isEqualTo(200);
  }

  @Test
  void withGraceBothSecretsWork() {
    KeyFixture key = scene.stored(KeyFixture.minted(scene.now()));

    HttpResponse<String> rotated =
        scene.call("POST", SELF + "/rotate", key, "{\"graceSeconds\":60}");
    HttpResponse<String> again = scene.call("POST", SELF + "/rotate", key, "{\"graceSeconds\":60}");

    assertThat(rotated.statusCode()).isEqualTo(200);
    assertThat(scene.call("GET", SELF, key, "").statusCode()).isEqualTo(200);
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(SelfScene.code(again)).isEqualTo("rotation_in_progress");
    scene.gateway().advance(Duration.ofSeconds(61));
    assertThat(scene.call("GET", SELF, key, "").statusCode()).isEqualTo(401);
  }

  @Test
  void whatTheProfileDoesNotAllowIsRefused() {
    KeyFixture key =
        scene.stored(
            KeyFixture.imported("lk-fixed-" + "x".repeat(30), scene.now()).profile("fixed"));

    HttpResponse<String> refused = scene.call("POST", SELF + "/rotate", key, "{}");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(SelfScene.code(refused)).isEqualTo("permission_denied");
  }

  @Test
  void bodiesThatSaySomethingElseAreRefused() {
    KeyFixture key = scene.stored(KeyFixture.minted(scene.now()));

    for (String body :
        new String[] {
          "{\"graceSeconds\":-1}",
          "{\"graceSeconds\":2592001}",
          "{\"graceSeconds\":\"60\"}",
          "{\"activation\":\"later\"}",
          "{\"force\":true}",
          "[]",
          "{",
        }) {
      HttpResponse<String> refused = scene.call("POST", SELF + "/rotate", key, body);
      assertThat(refused.statusCode()).as(body).isEqualTo(400);
      assertThat(SelfScene.code(refused)).as(body).isEqualTo("validation_failed");
    }
    HttpResponse<String> large = scene.call("POST", SELF + "/revoke", key, "x".repeat(10_000));
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(scene.state(key)).isEqualTo(KeyStatus.ACTIVE);
  }
}
