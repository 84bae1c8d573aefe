// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyAction;
import dev.latchkey.keys.KeyChangeFeed;
import dev.latchkey.keys.KeyChangeFeedContract;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.NewKey;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PgKeyChangeFeedIT extends KeyChangeFeedContract {
  private final TestDatabase database;
  private final StoreUnderTest store;
  private final KeyChangeFeed feed;

  PgKeyChangeFeedIT(TestDatabase database) {
    this.database = database;
    this.store = new StoreUnderTest(database.settings());
    this.feed = store.store().newChangeFeed();
  }

  @AfterEach
  void closeFeedAndStore() {
    Answers.of(feed.close());
    store.close();
  }

  @Override
  protected KeyChangeFeed feed() {
    return feed;
  }

  @Override
  protected void store(NewKey key) {
    store.create(key);
  }

  @Override
  protected void change(KeyId id, KeyAction action) {
    store.change(id, action);
  }

  @Override
  protected void loseContact() {
    database.query(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'latchkey feed' AND datname = current_database()
        """);
  }

  /** The feed comes back by itself. */
  @Override
  protected void regainContact() {}

  @Override
  protected Instant now() {
    return store.clock().instant();
  }
}
