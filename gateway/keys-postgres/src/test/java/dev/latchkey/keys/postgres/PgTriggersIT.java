// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.keys.Answers;
import dev.latchkey.keys.FeedRecorder;
import dev.latchkey.keys.FeedRecorder.Told;
import dev.latchkey.keys.KeyChangeFeed;
import dev.latchkey.keys.KeyFixture;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the database does by itself, whoever changes it. */
@ExtendWith(PostgresExtension.class)
class PgTriggersIT {
  private static final Duration BOUND = Duration.ofSeconds(6);

  private final TestDatabase database;
  private final StoreUnderTest store;
  private final KeyChangeFeed feed;
  private final FeedRecorder recorder = new FeedRecorder();
  private final KeyFixture key;

  PgTriggersIT(TestDatabase database) {
    this.database = database;
    this.store = new StoreUnderTest(database.settings());
    this.feed = store.store().newChangeFeed();
    this.key = KeyFixture.minted(store.clock().instant());
  }

  @BeforeEach
  void follow() {
    store.create(key.newKey());
    Answers.of(feed.start(recorder));
  }

  @AfterEach
  void closeFeedAndStore() {
    Answers.of(feed.close());
    store.close();
  }

  @Test
  void aChangeMadeByHandReachesTheGateways() {
    database.execute("UPDATE latchkey.api_key SET enabled = false WHERE id = '" + key.id() + "'");
    recorder.await(BOUND, FeedRecorder.changeOf(key.id()));
    recorder.forget();

    database.execute(
        "UPDATE latchkey.api_key_secret SET ends_at = now() WHERE key_id = '" + key.id() + "'");
    recorder.await(BOUND, FeedRecorder.changeOf(key.id()));
    recorder.forget();

    database.execute("DELETE FROM latchkey.api_key WHERE id = '" + key.id() + "'");
    recorder.await(BOUND, FeedRecorder.changeOf(key.id()));
  }

  @Test
  void aConsumersNewExternalIdIsAChangeOfItsKeys() {
    database.execute(
        """
        INSERT INTO latchkey.consumer (id, tenant, external_id)
          VALUES ('00000000-0000-0000-0000-000000000001', 'acme', 'old')
          ON CONFLICT DO NOTHING;
        UPDATE latchkey.api_key SET consumer_id = '00000000-0000-0000-0000-000000000001'
          WHERE id = '%s'
        """
            .replace("%s", key.id().toString()));
    recorder.await(BOUND, FeedRecorder.changeOf(key.id()));
    recorder.forget();

    database.execute("UPDATE latchkey.consumer SET external_id = 'new'");

    recorder.await(BOUND, FeedRecorder.changeOf(key.id()));
  }

  @Test
  void oneTransactionHasOneRevision() {
    long before = revision();

    store.create(KeyFixture.minted(store.clock().instant()).newKey());

    assertThat(revision()).isEqualTo(before + 1);
  }

  @Test
  void aStatementThatMeetsNoKeyIsNoChange() {
    long before = revision();

    database.execute("UPDATE latchkey.api_key SET enabled = false WHERE name = 'nobody'");
    database.execute("UPDATE latchkey.consumer SET name = 'renamed'");

    assertThat(revision()).isEqualTo(before);
  }

  @Test
  void moreKeysThanAreWorthNamingAreOneBigChange() {
    recorder.forget();

    database.execute(
        """
        INSERT INTO latchkey.api_key
          (id, tenant, profile, name, created_at, created_by, updated_at, updated_by)
        SELECT gen_random_uuid(), 'many', 'agent', 'key ' || n, now(), 'psql', now(), 'psql'
        FROM generate_series(1, 1500) n
        """);

    recorder.await(BOUND, told -> told instanceof Told.ManyChanged);
  }

  @Test
  void changesThatWereForgottenAreOneBigChange() {
    recorder.await(BOUND, told -> told instanceof Told.Confirmed);
    recorder.forget();

    database.execute(
        """
        BEGIN;
        UPDATE latchkey.api_key SET plan = 'pro';
        UPDATE latchkey.revision SET forgotten = value;
        DELETE FROM latchkey.key_change;
        COMMIT
        """);

    recorder.await(BOUND, told -> told instanceof Told.ManyChanged);
  }

  @Test
  void oldChangesAreForgottenInTime() {
    database.execute("UPDATE latchkey.key_change SET at = now() - interval '2 hours'");
    long before = revision();

    for (int i = 0; i < 16; i++) {
      database.execute("UPDATE latchkey.api_key SET plan = 'plan " + i + "'");
    }

    assertThat(database.query("SELECT min(revision) FROM latchkey.key_change"))
        .containsExactly(Long.toString(before + 1));
    assertThat(database.query("SELECT forgotten FROM latchkey.revision"))
        .containsExactly(Long.toString(before));
  }

  @Test
  void theAuditTrailIsAppendOnly() {
    for (String statement :
        new String[] {
          "UPDATE latchkey.audit_event SET reason = 'other'",
          "DELETE FROM latchkey.audit_event",
          "TRUNCATE latchkey.audit_event"
        }) {
      assertThatThrownBy(() -> database.execute(statement)).hasMessageContaining("append-only");
    }
  }

  private long revision() {
    return Long.parseLong(database.query("SELECT value FROM latchkey.revision").get(0));
  }
}
