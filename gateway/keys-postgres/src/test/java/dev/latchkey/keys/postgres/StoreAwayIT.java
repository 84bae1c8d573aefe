// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.Answers;
import dev.latchkey.keys.FeedRecorder;
import dev.latchkey.keys.FeedRecorder.Told;
import dev.latchkey.keys.KeyChangeFeed;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.LedgerException.Reason;
import dev.latchkey.keys.LookupResult;
import dev.latchkey.keys.postgres.Bell.Asked;
import dev.latchkey.keys.postgres.embedded.EmbeddedPostgres;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A server of its own that hangs and dies, as servers do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoreAwayIT {
  private static final Duration ANSWER = Duration.ofMillis(600);
  private static final Duration RECOVERY = Duration.ofSeconds(10);

  private final EmbeddedPostgres postgres =
      EmbeddedPostgres.start(EmbeddedPostgres.Settings.throwAway());
  private StoreUnderTest store;
  private KeyChangeFeed feed;
  private FeedRecorder recorder;
  private KeyFixture key;
  private List<Long> stopped = List.of();

  @BeforeAll
  void migrate() {
    new KeySchema(PgSettings.of(postgres.address())).migrate();
  }

  @AfterAll
  void stopTheServer() {
    postgres.close();
  }

  @BeforeEach
  void openTheStore() {
    store = new StoreUnderTest(PgSettings.of(postgres.address()));
    feed = store.store().newChangeFeed();
    recorder = new FeedRecorder();
    key = KeyFixture.minted(store.clock().instant());
    store.create(key.newKey());
    Answers.of(feed.start(recorder));
    Answers.of(store.store().lookup().find(key.digest()));
  }

  @AfterEach
  void closeTheStore() {
    resume();
    Answers.of(feed.close());
    store.close();
  }

  @Test
  void aHangingStoreIsUnknownWithinTheLimitAndWorksAgainAfterwards() {
    stop(Signals.tree(postgres.pid()));

    Asked<LookupResult> first = ask(50);
    first
        .answers()
        .forEach(answer -> assertThat(Answers.of(answer)).isInstanceOf(LookupResult.Unknown.class));
    Asked<LookupResult> next = ask(1);
    recorder.await(RECOVERY, told -> told instanceof Told.Lost);
    recorder.forget();
    resume();

    recorder.await(RECOVERY, told -> told instanceof Told.Confirmed);
    assertThat(Answers.of(store.store().lookup().find(key.digest())))
        .isInstanceOf(LookupResult.Known.class);
    assertThat(Answers.of(next.answers().get(0))).isInstanceOf(LookupResult.Unknown.class);
    assertThat(first.inTime()).isTrue();
    assertThat(next.inTime()).isTrue();
  }

  private Asked<LookupResult> ask(int times) {
    return Bell.ask(store.vertx(), ANSWER, times, () -> store.store().lookup().find(key.digest()));
  }

  @Test
  void aHangingStoreIsUnavailableForChanges() {
    stop(Signals.tree(postgres.pid()));

    Future<?> create =
        store
            .store()
            .ledger()
            .create(
                KeyFixture.by(KeyFixture.TENANT),
                KeyFixture.minted(store.clock().instant()).newKey());
    Reason reason = Answers.refusalOf(create);

    assertThat(reason).isEqualTo(Reason.UNAVAILABLE);
  }

  @Test
  void aKilledServerIsStartedAgainAndKeepsItsKeys() {
    long before = postgres.pid();

    Signals.send("KILL", List.of(before));
    recorder.await(RECOVERY, told -> told instanceof Told.Lost);
    recorder.forget();
    recorder.await(RECOVERY, told -> told instanceof Told.Confirmed);

    assertThat(postgres.pid()).isNotEqualTo(before);
    assertThat(Answers.of(store.store().lookup().find(key.digest())))
        .isInstanceOf(LookupResult.Known.class);
  }

  @Test
  void aSilentListenerIsReplacedWithinTheBound() {
    TestDatabase database = new TestDatabase(postgres.address());
    List<String> listener =
        database.query("SELECT pid FROM pg_stat_activity WHERE application_name = 'latchkey feed'");
    stop(listener.stream().map(Long::valueOf).toList());

    recorder.forget();
    database.execute("UPDATE latchkey.api_key SET revoked_at = now()");

    recorder.await(Duration.ofSeconds(6), FeedRecorder.changeOf(key.id()));
  }

  @Test
  void aNotificationIsFasterThanThePoll() {
    recorder.await(RECOVERY, told -> told instanceof Told.Confirmed);

    for (int i = 0; i < 5; i++) {
      recorder.forget();
      new TestDatabase(postgres.address())
          .execute("UPDATE latchkey.api_key SET plan = 'plan " + i + "'");
      recorder.await(Duration.ofSeconds(1), FeedRecorder.changeOf(key.id()));
    }
  }

  private void stop(List<Long> pids) {
    stopped = pids;
    Signals.send("STOP", pids);
  }

  private void resume() {
    if (!stopped.isEmpty()) {
      Signals.send("CONT", stopped);
    }
    stopped = List.of();
  }
}
