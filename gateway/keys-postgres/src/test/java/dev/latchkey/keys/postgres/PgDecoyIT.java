// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.Actor;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.Attribution;
import dev.latchkey.keys.Bait;
import dev.latchkey.keys.Hint;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.KeyMint;
import dev.latchkey.keys.KeySecret;
import dev.latchkey.keys.LookupResult;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.leaks.Decoy;
import dev.latchkey.keys.leaks.DecoyUse;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PgDecoyIT {
  private static final Tenant TENANT = new Tenant("acme");
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Attribution BY =
      new Attribution(TENANT, new Actor(Actor.Type.USER, "lan", "Lan"), "r-1", null, null);

  private final SecureRandom random = new SecureRandom();
  private final KeySecret secret = new KeyMint(random).mint("sk_live_");
  private final KeyDigest digest = KeyDigest.of(secret.reveal());
  private final Bait bait = new Bait(KeyId.create(NOW, random), TENANT, "agent", "in the old wiki");
  private TestDatabase database;
  private StoreUnderTest store;

  @BeforeEach
  void open(TestDatabase given) {
    database = given;
    store = new StoreUnderTest(given.settings());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void theLookUpTellsADecoyFromAnUnknownKey() {
    lay();

    LookupResult found = Answers.of(store.store().lookup().find(digest));
    LookupResult unknown = Answers.of(store.store().lookup().find(KeyDigest.of("something")));

    assertThat(found)
        .isInstanceOfSatisfying(
            LookupResult.Baited.class, baited -> assertThat(baited.bait()).isEqualTo(bait));
    assertThat(unknown).isInstanceOf(LookupResult.Invalid.class);
  }

  @Test
  void layingAndTakingAwayTellsTheGateways() {
    String before = revision();
    lay();
    String laid = revision();

    Answers.of(store.store().leaks().takeAway(BY, bait.id()));

    assertThat(laid).isNotEqualTo(before);
    assertThat(revision()).isNotEqualTo(laid);
    assertThat(Answers.of(store.store().lookup().find(digest)))
        .isInstanceOf(LookupResult.Invalid.class);
  }

  @Test
  void aTryIsCountedAndAnAuditRowOfItsTenant() {
    lay();

    Answers.of(
        store
            .store()
            .leaks()
            .tried(
                new DecoyUse(
                    bait, NOW, "gateway leads", "203.0.113.9", "GET", "/leads", "curl", "r-2")));

    assertThat(database.query("SELECT uses FROM latchkey.decoy WHERE id = '" + bait.id() + "'"))
        .containsExactly("1");
    assertThat(
            database.query(
                "SELECT tenant || ' ' || address || ' ' || outcome FROM latchkey.audit_event"
                    + " WHERE action = 'decoy.used' AND target_id = '"
                    + bait.id()
                    + "'"))
        .containsExactly("acme 203.0.113.9 key_invalid");
  }

  @Test
  void aDumpDoesNotHoldTheTextOfADecoy() {
    lay();

    assertThat(database.query("SELECT row_to_json(d)::text FROM latchkey.decoy d"))
        .noneMatch(row -> row.contains(secret.reveal()));
  }

  private void lay() {
    Answers.of(
        store
            .store()
            .leaks()
            .lay(BY, new Decoy(bait, Hint.of(secret, "sk_live_"), NOW, "lan", null, 0), digest));
  }

  private String revision() {
    return database.query("SELECT value FROM latchkey.revision").get(0);
  }
}
