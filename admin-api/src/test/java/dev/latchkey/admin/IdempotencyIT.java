// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.postgres.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests with an Idempotency-Key take effect once. */
@ExtendWith(AdminExtension.class)
class IdempotencyIT {
  private static final String KEYS = "/admin/v1/keys";

  private final RunningAdmin admin;
  private final TestDatabase database;
  private final String owner;

  IdempotencyIT(RunningAdmin admin, TestDatabase database) {
    this.admin = admin;
    this.database = database;
    this.owner = admin.token("owner");
  }

  @Test
  void aRetryIsAnsweredLikeTheFirstRequestAndMakesNoSecondKey() {
    String key = UUID.randomUUID().toString();

    Reply first = create(key, "once");
    Reply again = create("\"" + key + "\"", "once");

    assertThat(first.status()).isEqualTo(201);
    assertThat(first.header("Idempotent-Replayed")).isEmpty();
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(again.text()).isEqualTo(first.text()).contains("\"secret\"");
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
    assertThat(count("once")).isEqualTo("1");
  }

  @Test
  void anotherRequestUnderTheSameKeyIs422() {
    String key = UUID.randomUUID().toString();
    create(key, "mine");

    Reply other = create(key, "another");

    assertThat(other.status()).isEqualTo(422);
    assertThat(other.code()).isEqualTo("idempotency_mismatch");
    assertThat(count("another")).isEqualTo("0");
  }

  @Test
  void membersInAnotherOrderAreTheSameRequest() {
    String key = UUID.randomUUID().toString();
    String body = "{\"profile\":\"agent\",\"name\":\"order\",\"metadata\":{\"a\":1,\"b\":2}}";
    String other = "{\"metadata\":{\"b\":2,\"a\":1},\"name\":\"order\",\"profile\":\"agent\"}";

    Reply first = admin.send("POST", KEYS, owner, body, headers(key));
    Reply again = admin.send("POST", KEYS, owner, other, headers(key));

    assertThat(again.text()).isEqualTo(first.text());
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
  }

  @Test
  void somebodyElsesRequestIsNotMistakenForIt() {
    String key = UUID.randomUUID().toString();
    Reply mine = create(key, "whose");

    Reply theirs =
        admin.send("POST", KEYS, admin.token("other", "owner"), body("whose"), headers(key));

    assertThat(theirs.status()).isEqualTo(201);
    assertThat(theirs.at("/key/id")).isNotEqualTo(mine.at("/key/id"));
  }

  @Test
  void requestsAtTheSameMomentMakeOneKey() {
    String key = UUID.randomUUID().toString();
    List<CompletableFuture<Reply>> sent = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      sent.add(CompletableFuture.supplyAsync(() -> create(key, "crowd")));
    }

    List<Reply> replies = sent.stream().map(CompletableFuture::join).toList();

    assertThat(replies).extracting(Reply::status).contains(201).isSubsetOf(201, 409);
    assertThat(replies.stream().filter(reply -> reply.status() == 409))
        .allSatisfy(reply -> assertThat(reply.code()).isEqualTo("idempotency_in_flight"));
    assertThat(
            replies.stream()
                .filter(reply -> reply.status() == 201)
                .map(reply -> reply.at("/secret"))
                .distinct())
        .hasSize(1);
    assertThat(count("crowd")).isEqualTo("1");
  }

  @Test
  void afterTenMinutesTheRetryFindsTheKeyButNotItsSecret() {
    String key = UUID.randomUUID().toString();
    Reply first = create(key, "late");
    admin.clock.advance(Duration.ofMinutes(11));

    Reply again = create(key, "late");

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.at("/key/id")).isEqualTo(first.at("/key/id"));
    assertThat(again.json().path("secretDelivered").asBoolean()).isTrue();
    assertThat(again.text()).doesNotContain(first.at("/secret"));
    assertThat(count("late")).isEqualTo("1");
  }

  @Test
  void aKeyThatCouldBeGuessedKeepsNoSecret() {
    create("1234", "guessable");

    Reply again = create("1234", "guessable");

    assertThat(again.json().path("secretDelivered").asBoolean()).isTrue();
    assertThat(again.json().has("secret")).isFalse();
    assertThat(count("guessable")).isEqualTo("1");
  }

  @Test
  void aRotationSentTwiceReplacesTheSecretOnce() {
    String path = KEYS + "/" + create(UUID.randomUUID().toString(), "rotated").at("/key/id");
    String key = UUID.randomUUID().toString();

    Reply first = admin.send("POST", path + "/rotate", owner, "{}", headers(key));
    Reply again = admin.send("POST", path + "/rotate", owner, "{}", headers(key));

    assertThat(again.at("/secret")).isEqualTo(first.at("/secret")).isNotEmpty();
    assertThat(admin.get(path, owner).at("/version")).isEqualTo(first.at("/key/version"));
  }

  @Test
  void theDialectsKnowRetriesToo() {
    String key = UUID.randomUUID().toString();
    String body = "{\"name\":\"flat twice\",\"scopes\":[\"contacts\"]}";

    Reply first = admin.send("POST", TestConfig.FLAT, owner, body, headers(key));
    Reply again = admin.send("POST", TestConfig.FLAT, owner, body, headers(key));

    assertThat(first.status()).isEqualTo(200);
    assertThat(again.text()).isEqualTo(first.text());
  }

  @Test
  void aMalformedKeyIs400() {
    for (String malformed : List.of("two words", "x".repeat(201), "\"\"", "a\"b")) {
      Reply refused = create(malformed, "never");
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.code()).isEqualTo("validation_failed");
      assertThat(refused.errors())
          .containsExactly("/header/Idempotency-Key invalid_idempotency_key");
    }
    assertThat(count("never")).isEqualTo("0");
  }

  @Test
  void whatIsStoredLeadsBackToNothing() {
    String key = UUID.randomUUID().toString();
    String secret = create(key, "sealed").at("/secret");

    List<String> rows = database.query("SELECT r::text FROM latchkey.request_replay r");
    List<String> sealed =
        database.query(
            "SELECT encode(sealed, 'escape') FROM latchkey.request_replay"
                + " WHERE sealed IS NOT NULL");

    assertThat(rows).isNotEmpty().noneMatch(row -> row.contains(key) || row.contains(secret));
    assertThat(sealed).isNotEmpty().noneMatch(row -> row.contains(secret));
  }

  private String count(String name) {
    return database
        .query(
            "SELECT count(*) FROM latchkey.api_key WHERE tenant = 'acme' AND name = '" + name + "'")
        .get(0);
  }

  private Reply create(String idempotencyKey, String name) {
    return admin.send("POST", KEYS, owner, body(name), headers(idempotencyKey));
  }

  private static String body(String name) {
    return "{\"profile\":\"agent\",\"name\":\"" + name + "\"}";
  }

  private static String[] headers(String idempotencyKey) {
    return new String[] {"Content-Type", "application/json", "Idempotency-Key", idempotencyKey};
  }
}
