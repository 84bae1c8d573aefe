// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.fault.Fault;
import dev.latchkey.fault.FaultProxy;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.LedgerException.Reason;
import dev.latchkey.keys.LookupResult;
import dev.latchkey.keys.postgres.Bell.Asked;
import io.vertx.core.Future;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rows of the fault matrix on the database, as the store meets them. */
@ExtendWith(PostgresExtension.class)
class DatabaseFaultsIT {
  private static final Duration ANSWER = Duration.ofMillis(600);

  private static final Duration RECOVERY = Duration.ofSeconds(10);
  private static final String ROLE = "matrix";
  private static final String PASSWORD = "before-" + System.nanoTime();

  private final TestDatabase database;
  private final FaultProxy proxy;
  private final StoreUnderTest store;
  private final KeyFixture key;

  DatabaseFaultsIT(TestDatabase database) {
    this.database = database;
    database.execute("DROP ROLE IF EXISTS " + ROLE);
    database.execute("CREATE ROLE " + ROLE + " LOGIN SUPERUSER PASSWORD '" + PASSWORD + "'");
    this.proxy = new FaultProxy(database.address().port());
    String url =
        "postgresql://" + ROLE + "@127.0.0.1:" + proxy.port() + "/" + database.address().database();
    this.store = new StoreUnderTest(PgSettings.parse(URI.create(url), PASSWORD, 2));
    this.key = KeyFixture.minted(store.clock().instant());
    store.create(key.newKey());
  }

  @AfterEach
  void close() {
    proxy.set(Fault.pass());
    store.close();
    proxy.close();
  }

  @Test
  @DisplayName("F-06 Slow queries are given up in time, and after some of them at once")
  void slowQueriesAreGivenUpInTimeAndAfterSomeOfThemAtOnce() {
    proxy.set(Fault.delay(2_000));

    boolean inTime = unknownInTime();
    int atOnce = 0;
    for (int i = 0; i < 10; i++) {
      Future<LookupResult> answer = store.store().lookup().find(key.digest());
      atOnce += answer.isComplete() ? 1 : 0;
      assertThat(Answers.of(answer)).isInstanceOf(LookupResult.Unknown.class);
    }
    proxy.set(Fault.pass());

    assertThat(inTime).isTrue();
    assertThat(atOnce).as("answered without the database").isGreaterThan(5);
    awaitKnown();
  }

  @Test
  @DisplayName("F-07 Packets that vanish cost one answer each, and no connection for ever")
  void packetsThatVanishCostOneAnswerEachAndNoConnectionForEver() {
    proxy.set(Fault.blackhole());
    for (int i = 0; i < 5; i++) {
      assertThat(unknownInTime()).isTrue();
    }

    proxy.set(Fault.pass());

    awaitKnown();
  }

  @Test
  @DisplayName("F-08 An exhausted pool answers in time, and nobody gets another's answer")
  void anExhaustedPoolAnswersInTime() throws SQLException {
    try (Connection holder = connect();
        Statement sql = holder.createStatement()) {
      holder.setAutoCommit(false);
      sql.execute("LOCK TABLE latchkey.api_key_secret IN ACCESS EXCLUSIVE MODE");

      Asked<LookupResult> waiting = ask(50);
      holder.rollback();

      waiting
          .answers()
          .forEach(
              answer -> assertThat(Answers.of(answer)).isInstanceOf(LookupResult.Unknown.class));
      assertThat(waiting.inTime()).isTrue();
    }
    awaitKnown();
  }

  @Test
  @DisplayName("F-03 Connections that the server cut are replaced within the bound")
  void connectionsThatTheServerCutAreReplaced() {
    proxy.resetAll();

    awaitKnown();
  }

  @Test
  @DisplayName("F-12 A changed password is a store that is away, and is not printed")
  void aChangedPasswordIsAStoreThatIsAway() {
    database.execute("ALTER ROLE " + ROLE + " PASSWORD 'after'");
    proxy.resetAll();

    LookupResult during = Answers.of(store.store().lookup().find(key.digest()));
    Reason change = Answers.refusalOf(store.store().ledger().read(KeyFixture.TENANT, key.id()));
    database.execute("ALTER ROLE " + ROLE + " PASSWORD '" + PASSWORD + "'");

    assertThat(during)
        .isInstanceOfSatisfying(
            LookupResult.Unknown.class,
            unknown -> assertThat(String.valueOf(unknown.cause())).doesNotContain(PASSWORD));
    assertThat(change).isEqualTo(Reason.UNAVAILABLE);
    awaitKnown();
  }

  @Test
  @DisplayName("F-79 Without its audit row a change is not made")
  void withoutItsAuditRowAChangeIsNotMade() {
    database.execute("ALTER TABLE latchkey.audit_event RENAME TO audit_event_away");
    KeyFixture other = KeyFixture.minted(store.clock().instant());

    Reason refused =
        Answers.refusalOf(
            store.store().ledger().create(KeyFixture.by(KeyFixture.TENANT), other.newKey()));
    database.execute("ALTER TABLE latchkey.audit_event_away RENAME TO audit_event");

    assertThat(refused).isEqualTo(Reason.UNAVAILABLE);
    assertThat(Answers.refusalOf(store.store().ledger().read(KeyFixture.TENANT, other.id())))
        .isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  @DisplayName("F-10 On a full disk no change is made, and known keys are still found")
  void onAFullDiskNoChangeIsMadeAndKnownKeysAreStillFound() {
    database.execute(
        """
        CREATE FUNCTION latchkey.full_disk() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
        CREATE TRIGGER full_disk BEFORE INSERT ON latchkey.audit_event
          FOR EACH ROW EXECUTE FUNCTION latchkey.full_disk()
        """);
    KeyFixture other = KeyFixture.minted(store.clock().instant());

    Reason refused =
        Answers.refusalOf(
            store.store().ledger().create(KeyFixture.by(KeyFixture.TENANT), other.newKey()));
    LookupResult known = Answers.of(store.store().lookup().find(key.digest()));
    database.execute("DROP FUNCTION latchkey.full_disk() CASCADE");

    assertThat(refused).isEqualTo(Reason.UNAVAILABLE);
    assertThat(known).isInstanceOf(LookupResult.Known.class);
    assertThat(Answers.of(store.store().lookup().find(other.digest())))
        .isInstanceOf(LookupResult.Invalid.class);
    store.create(other.newKey());
  }

  @Test
  @DisplayName("F-11 Where the server takes no more connections, those there are go on")
  void whereTheServerTakesNoMoreConnectionsThoseThereAreGoOn() {
    awaitKnown();
    database.execute(
        """
        GRANT USAGE ON SCHEMA latchkey TO matrix;
        GRANT ALL ON ALL TABLES IN SCHEMA latchkey TO matrix;
        ALTER ROLE matrix NOSUPERUSER BYPASSRLS CONNECTION LIMIT 0
        """);
    try {
      LookupResult kept = Answers.of(store.store().lookup().find(key.digest()));
      proxy.resetAll();

      assertThat(kept).isInstanceOf(LookupResult.Known.class);
      assertThat(unknownInTime()).isTrue();
    } finally {
      database.execute("DROP OWNED BY matrix; ALTER ROLE matrix SUPERUSER CONNECTION LIMIT -1");
    }
    awaitKnown();
  }

  private boolean unknownInTime() {
    Asked<LookupResult> asked = ask(1);
    assertThat(Answers.of(asked.answers().get(0))).isInstanceOf(LookupResult.Unknown.class);
    return asked.inTime();
  }

  private Asked<LookupResult> ask(int times) {
    return Bell.ask(store.vertx(), ANSWER, times, () -> store.store().lookup().find(key.digest()));
  }

  private void awaitKnown() {
    long deadline = System.nanoTime() + RECOVERY.toNanos();
    while (!(Answers.of(store.store().lookup().find(key.digest())) instanceof LookupResult.Known)) {
      assertThat(System.nanoTime()).as("the store does not come back").isLessThan(deadline);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        database.address().jdbcUrl(), database.address().user(), database.address().password());
  }
}
