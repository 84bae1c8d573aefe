// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.Answers;
import dev.latchkey.keys.IfVersion;
import dev.latchkey.keys.KeyActions;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.KeyGrant;
import dev.latchkey.keys.KeyQuery;
import dev.latchkey.keys.KeyQueryFixture;
import dev.latchkey.keys.LedgerException;
import dev.latchkey.keys.LookupResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the store does beyond the contracts of its ports. */
@ExtendWith(PostgresExtension.class)
class PgStoreIT {
  private final TestDatabase database;
  private final StoreUnderTest store;

  PgStoreIT(TestDatabase database) {
    this.database = database;
    database.execute("DELETE FROM latchkey.api_key; DELETE FROM latchkey.setting; SELECT 1");
    this.store = new StoreUnderTest(database.settings());
  }

  @AfterEach
  void closeTheStore() {
    store.close();
  }

  @Test
  void theRowHoldsAPepperedDigestAndNothingElseOfTheSecret() {
    KeyFixture key = created();
    String digest = HexFormat.of().formatHex(key.digest().toBytes());

    List<String> rows =
        database.query(
            "SELECT k::text || s::text FROM latchkey.api_key k"
                + " JOIN latchkey.api_key_secret s ON s.key_id = k.id");

    assertThat(rows.toString()).doesNotContain(digest).doesNotContain(key.secret().reveal());
    assertThat(database.query("SELECT pepper FROM latchkey.api_key_secret"))
        .containsExactly(StoreUnderTest.pepper().fingerprint());
  }

  @Test
  void whoeverLooksUpForAnAdministratorWaitsOutAPauseThatEndsALookUpForACall() throws SQLException {
    KeyFixture key = created();
    Future<LookupResult> patient;
    try (Connection pause = database.connect();
        Statement sql = pause.createStatement()) {
      pause.setAutoCommit(false);
      sql.execute("LOCK TABLE latchkey.api_key_secret IN ACCESS EXCLUSIVE MODE");
      patient = store.store().control().lookup().find(key.digest());

      assertThat(Answers.of(store.store().lookup().find(key.digest())))
          .isInstanceOf(LookupResult.Unknown.class);
      assertThat(patient.isComplete()).isFalse();
    }

    assertThat(Answers.of(patient)).isInstanceOf(LookupResult.Known.class);
  }

  @Test
  void aReadOnlyServerStillServesLookUpsAndRefusesChanges() {
    KeyFixture key = created();
    String name = database.address().database();
    database.execute("ALTER DATABASE " + name + " SET default_transaction_read_only = on");

    try (StoreUnderTest readOnly = new StoreUnderTest(database.settings())) {
      LookupResult found = Answers.of(readOnly.store().lookup().find(key.digest()));
      Throwable refusal =
          Answers.faultOf(
              readOnly
                  .store()
                  .ledger()
                  .change(
                      KeyFixture.by(KeyFixture.TENANT),
                      key.id(),
                      IfVersion.ANY,
                      KeyActions.disable()));

      assertThat(found).isInstanceOf(LookupResult.Known.class);
      assertThat(refusal)
          .isInstanceOfSatisfying(
              LedgerException.class,
              e -> assertThat(e.reason()).isEqualTo(LedgerException.Reason.UNAVAILABLE));
    } finally {
      database
          .sibling("postgres")
          .execute("ALTER DATABASE " + name + " RESET default_transaction_read_only");
    }
  }

  @Test
  void aTextThatPostgresCannotHoldFindsNothing() {
    created();
    KeyQuery query = new KeyQueryFixture().text("a\0b").tag("\0").build();

    assertThat(Answers.of(store.store().ledger().list(KeyFixture.TENANT, query)).rows()).isEmpty();
  }

  @Test
  void aKeyWithUnreadableScopesOrLimitsHasNoScopeAndOthersDoNotNotice() {
    KeyFixture scopes = created();
    KeyFixture limits = created();
    KeyFixture sound = created();
    database.execute(
        "UPDATE latchkey.api_key SET scopes = '{NOT A SCOPE}' WHERE id = '" + scopes.id() + "'");
    database.execute(
        "UPDATE latchkey.api_key SET limits = '[{\"limit\": -1}]' WHERE id = '"
            + limits.id()
            + "'");

    assertThat(grant(scopes.digest()).scopes()).isEmpty();
    assertThat(grant(limits.digest()).scopes()).isEmpty();
    assertThat(grant(sound.digest()).scopes()).hasSize(1);
  }

  @Test
  void anAnswerArrivesOnTheCallersContext() {
    KeyFixture key = created();
    Promise<Boolean> same = Promise.promise();
    Context context = store.vertx().getOrCreateContext();

    context.runOnContext(
        go ->
            store
                .store()
                .lookup()
                .find(key.digest())
                .onComplete(done -> same.complete(Vertx.currentContext() == context)));

    assertThat(Answers.of(same.future())).isTrue();
  }

  private KeyFixture created() {
    KeyFixture key = KeyFixture.minted(store.clock().instant()).scopes("leads:read");
    store.create(key.newKey());
    return key;
  }

  private KeyGrant grant(KeyDigest digest) {
    return ((LookupResult.Known) Answers.of(store.store().lookup().find(digest))).grant();
  }
}
