// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.KeyHasher;
import dev.latchkey.keys.LookupResult;
import dev.latchkey.keys.Pepper;
import dev.latchkey.keys.TestClock;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Opening the store: what it checks first, and what it says when it refuses. */
@ExtendWith(PostgresExtension.class)
class PgStoreStartIT {
  private static final Pepper NEXT = new Pepper("the next pepper, of more than enough length");

  private final TestDatabase database;
  private final StoreUnderTest store;

  PgStoreStartIT(TestDatabase database) {
    this.database = database;
    database.execute("DELETE FROM latchkey.api_key; DELETE FROM latchkey.setting; SELECT 1");
    this.store = new StoreUnderTest(database.settings());
  }

  @AfterEach
  void closeTheStore() {
    store.close();
  }

  @Test
  void aWrongPepperIsRefusedWithAMessageThatSaysWhatToDo() {
    created();

    Throwable refusal = open(new KeyHasher(NEXT, List.of()));

    assertThat(refusal)
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.WRONG_PEPPER))
        .hasMessageContaining(StoreUnderTest.pepper().fingerprint())
        .hasMessageContaining("store.retiredPeppers");
  }

  @Test
  void aMissingPepperIsRefusedToo() {
    created();

    Throwable refusal = open(new KeyHasher(null, List.of()));

    assertThat(refusal).hasMessageContaining("store.pepper");
  }

  @Test
  void aRotatedPepperStillFindsOldKeysAndBecomesTheStoresOwn() {
    KeyFixture key = created();

    PgStore rotated =
        Answers.of(
            OpenStores.open(
                store.vertx(),
                database.settings(),
                new KeyHasher(NEXT, List.of(StoreUnderTest.pepper())),
                store.clock()));
    LookupResult found = Answers.of(rotated.lookup().find(key.digest()));
    Answers.of(rotated.close());

    assertThat(found).isInstanceOf(LookupResult.Known.class);
    assertThat(database.query("SELECT value FROM latchkey.setting WHERE name = 'pepper'"))
        .containsExactly(NEXT.fingerprint());
  }

  @Test
  void aDatabaseWithoutTheSchemaIsRefused() {
    database.execute("DROP DATABASE IF EXISTS bare");
    database.execute("CREATE DATABASE bare");
    PgSettings bare = database.sibling("bare").settings();
    KeySchema schema = new KeySchema(bare);

    Throwable refusal =
        Answers.faultOf(OpenStores.open(store.vertx(), bare, hasher(), store.clock()));
    KeySchema.Check check = schema.check();

    assertThat(refusal)
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.SCHEMA_MISMATCH));
    assertThat(check.state()).isEqualTo(KeySchema.State.MISSING);
    assertThat(check.message()).contains("latchkey migrate");
    assertThatThrownBy(schema::require).isInstanceOf(StoreException.class);
  }

  @Test
  @DisplayName("F-14 Nodes that migrate at the same moment wait for each other and make one schema")
  void nodesThatMigrateAtTheSameMomentMakeOneSchema() {
    database.execute("DROP DATABASE IF EXISTS shared");
    database.execute("CREATE DATABASE shared");
    TestDatabase made = database.sibling("shared");
    PgSettings shared = made.settings();

    CompletableFuture.allOf(
            Stream.generate(() -> new KeySchema(shared))
                .limit(3)
                .map(node -> CompletableFuture.runAsync(node::migrate))
                .toArray(CompletableFuture<?>[]::new))
        .join();

    assertThat(new KeySchema(shared).check().state()).isEqualTo(KeySchema.State.CURRENT);
    assertThat(
            made.query(
                "SELECT version FROM latchkey.schema_history WHERE version IS NOT NULL"
                    + " GROUP BY version HAVING count(*) > 1"))
        .isEmpty();
  }

  @Test
  void aNewerSchemaIsRefusedAndLeftAlone() {
    database.execute(
        """
        INSERT INTO latchkey.schema_history
          (installed_rank, version, description, type, script, installed_by, execution_time, success)
        VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 'test', 1, true)
        """);
    KeySchema schema = new KeySchema(database.settings());

    KeySchema.Check check = schema.check();
    Throwable refusal = catchThrowable(schema::migrate);
    database.execute("DELETE FROM latchkey.schema_history WHERE installed_rank = 99");

    assertThat(check.state()).isEqualTo(KeySchema.State.NEWER);
    assertThat(refusal).hasMessageContaining("newer");
    assertThat(schema.check().state()).isEqualTo(KeySchema.State.CURRENT);
  }

  @Test
  void anUnreachableDatabaseAndAWrongPasswordAreUnavailableAndNeverPrintThePassword() {
    PgSettings nowhere =
        PgSettings.parse(URI.create("postgresql://latchkey@127.0.0.1:1/latchkey"), "sesame", 2);
    PgSettings wrong =
        PgSettings.parse(
            URI.create(
                "postgresql://latchkey@127.0.0.1:" + database.address().port() + "/latchkey"),
            "sesame",
            2);

    for (PgSettings settings : List.of(nowhere, wrong)) {
      Throwable opened =
          Answers.faultOf(OpenStores.open(store.vertx(), settings, hasher(), store.clock()));
      Throwable migrated = catchThrowable(() -> new KeySchema(settings).migrate());
      for (Throwable refusal : new @Nullable Throwable[] {opened, migrated}) {
        assertThat(refusal)
            .isInstanceOfSatisfying(
                StoreException.class,
                e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.UNAVAILABLE))
            .hasMessageNotContaining("sesame")
            .hasMessageContaining("127.0.0.1");
      }
      assertThat(settings.toString()).doesNotContain("sesame");
    }
  }

  private static @Nullable Throwable catchThrowable(Runnable task) {
    try {
      task.run();
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }

  private Throwable open(KeyHasher hasher) {
    return Answers.faultOf(
        OpenStores.open(store.vertx(), database.settings(), hasher, new TestClock()));
  }

  private static KeyHasher hasher() {
    return new KeyHasher(null, List.of());
  }

  private KeyFixture created() {
    KeyFixture key = KeyFixture.minted(store.clock().instant()).scopes("leads:read");
    store.create(key.newKey());
    return key;
  }
}
