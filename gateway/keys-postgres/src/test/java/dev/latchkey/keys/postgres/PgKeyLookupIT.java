// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyAction;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.KeyLookup;
import dev.latchkey.keys.KeyLookupContract;
import dev.latchkey.keys.NewKey;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PgKeyLookupIT extends KeyLookupContract {
  private final StoreUnderTest store;

  PgKeyLookupIT(TestDatabase database) {
    this.store = new StoreUnderTest(database.settings());
  }

  @AfterEach
  void closeTheStore() {
    store.close();
  }

  @Override
  protected KeyLookup lookup() {
    return store.store().lookup();
  }

  @Override
  protected void store(NewKey key) {
    store.create(key);
  }

  @Override
  protected void change(KeyId id, KeyAction action) {
    store.change(id, action);
  }

  /** Nothing is left to ask with; {@code StoreAwayIT} takes the server itself away. */
  @Override
  protected void goAway() {
    Answers.of(store.store().close());
  }

  @Override
  protected void comeBack() {}

  @Override
  protected Instant now() {
    return store.clock().instant();
  }
}
