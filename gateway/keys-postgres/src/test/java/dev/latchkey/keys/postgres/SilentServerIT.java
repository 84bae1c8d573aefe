// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.fault.Fault;
import dev.latchkey.fault.FaultProxy;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.FeedRecorder;
import dev.latchkey.keys.FeedRecorder.Told;
import dev.latchkey.keys.KeyChangeFeed;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.LedgerException.Reason;
import dev.latchkey.keys.LookupResult;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server, or something before it, that accepts connections and then never says a word. */
@ExtendWith(PostgresExtension.class)
class SilentServerIT {
  private static final Duration RECOVERY = Duration.ofSeconds(5);

  private final FaultProxy proxy;
  private final StoreUnderTest store;
  private final KeyChangeFeed feed;
  private final FeedRecorder recorder = new FeedRecorder();

  SilentServerIT(TestDatabase database) {
    this.proxy = new FaultProxy(database.address().port());
    String url =
        "postgresql://latchkey@127.0.0.1:" + proxy.port() + "/" + database.address().database();
    // One connection only: a single one that is stuck in its log-in fills the pool.
    this.store =
        new StoreUnderTest(PgSettings.parse(URI.create(url), database.address().password(), 1));
    this.feed = store.store().newChangeFeed();
  }

  @AfterEach
  void close() {
    Answers.of(feed.close());
    store.close();
    proxy.close();
  }

  @Test
  @DisplayName("F-05 F-07 Connections that are stuck for ever are forgotten, and new ones work")
  void connectionsThatAreStuckForeverAreForgottenAndNewOnesWork() {
    KeyFixture key = KeyFixture.minted(store.clock().instant());
    store.create(key.newKey());
    Answers.of(feed.start(recorder));
    LookupResult before = Answers.of(store.store().lookup().find(key.digest()));

    proxy.set(Fault.blackhole());
    LookupResult during = Answers.of(store.store().lookup().find(key.digest()));
    Reason change = Answers.refusalOf(store.store().ledger().read(KeyFixture.TENANT, key.id()));
    recorder.await(RECOVERY, told -> told instanceof Told.Lost);
    recorder.forget();
    proxy.set(Fault.pass());
    recorder.await(RECOVERY, told -> told instanceof Told.Confirmed);

    assertThat(before).isInstanceOf(LookupResult.Known.class);
    assertThat(during).isInstanceOf(LookupResult.Unknown.class);
    assertThat(change).isEqualTo(Reason.UNAVAILABLE);
    assertThat(Answers.of(store.store().lookup().find(key.digest())))
        .isInstanceOf(LookupResult.Known.class);
    assertThat(Answers.of(store.store().ledger().read(KeyFixture.TENANT, key.id())).id())
        .isEqualTo(key.id());
  }
}
