// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static dev.latchkey.gateway.SelfScene.SELF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.KeyStatus;
import dev.latchkey.keys.Limit;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever holds a key looks after it on the data port, with nothing but the key. */
class SelfServiceTest {
  private final SelfScene scene = new SelfScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aHolderReadsTheKeyButNeverTheSecret() {
    KeyFixture key = scene.stored(KeyFixture.minted(scene.now()).name("Lan's"));

    HttpResponse<String> answer = scene.call("GET", SELF, key, "");

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonObject json = new JsonObject(answer.body());
    assertThat(json.getString("id")).isEqualTo(key.id().toString());
    assertThat(json.getString("name")).isEqualTo("Lan's");
    assertThat(json.getString("status")).isEqualTo("active");
    assertThat(json.getString("maskedKey")).startsWith("lk_test_").contains("…");
    assertThat(answer.body()).doesNotContain(key.secret().reveal());
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
    assertThat(answer.headers().firstValue("RateLimit").orElse("")).contains("self");
  }

  @Test
  void withoutAKeyThereIsNothingToRead() {
    assertThat(scene.call("GET", SELF, "X-Agent-Token", "", "").statusCode()).isEqualTo(401);
  }

  @Test
  void aHolderEndsTheKeyForGood() {
    KeyFixture key = scene.stored(KeyFixture.minted(scene.now()));

    HttpResponse<String> revoked = scene.call("POST", SELF + "/revoke", key, "");

    assertThat(revoked.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(revoked.body()).getJsonObject("key").getString("status"))
        .isEqualTo("revoked");
    assertThat(scene.call("GET", SELF, key, "").statusCode()).isEqualTo(401);
    assertThat(scene.state(key)).isEqualTo(KeyStatus.REVOKED);
  }

  @Test
  void aKeyThatHasUsedUpItsCallsCanStillBeEnded() {
    KeyFixture key =
        scene.stored(
            KeyFixture.minted(scene.now()).limit(new Limit("once", 1, Duration.ofHours(1), null)));
    scene.gateway().advance(Duration.ofMillis(1));

    assertThat(scene.call("GET", SELF, key, "").statusCode()).isEqualTo(200);
    assertThat(scene.call("GET", SELF, key, "").statusCode()).isEqualTo(200);
    assertThat(scene.call("POST", SELF + "/revoke", key, "").statusCode()).isEqualTo(200);
  }

  @Test
  void lookingAfterAKeyHasALimitOfItsOwn() {
    KeyFixture key = scene.stored(KeyFixture.minted(scene.now()));
    int answered = 0;
    while (scene.call("GET", SELF, key, "").statusCode() == 200) {
      assertThat(++answered).isLessThanOrEqualTo(30);
    }

    HttpResponse<String> refused = scene.call("GET", SELF, key, "");

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(SelfScene.code(refused)).isEqualTo("rate_limited");
  }

  @Test
  void whileTheStoreIsAwayNobodyIsToldThatTheKeyIsBad() {
    KeyFixture key = scene.stored(KeyFixture.minted(scene.now()));
    assertThat(scene.call("GET", SELF, key, "").statusCode()).isEqualTo(200);
    scene.store().goAway();

    HttpResponse<String> fault = scene.call("POST", SELF + "/revoke", key, "");

    assertThat(fault.statusCode()).isEqualTo(503);
    assertThat(SelfScene.code(fault)).isEqualTo("key_store_unavailable");
  }

  @Test
  void nothingBelowTheReservedPathIsForwarded() {
    KeyFixture key = scene.stored(KeyFixture.minted(scene.now()).scopes("leads:read"));

    HttpResponse<String> other = scene.call("GET", "/.latchkey/anything", key, "");
    HttpResponse<String> wrong = scene.call("DELETE", SELF, key, "");

    assertThat(other.statusCode()).isEqualTo(404);
    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(wrong.headers().firstValue("Allow")).hasValue("GET");
  }

  @Test
  void aHostsOwnRoutesDoNotTakeItsPlace() {
    KeyFixture key = scene.stored(KeyFixture.minted(scene.now()));

    HttpResponse<String> answer =
        scene.send(
            "http://localhost:" + scene.gateway().port() + SELF, "GET", "X-Agent-Token", key, "");

    assertThat(answer.statusCode()).isEqualTo(200);
  }
}
