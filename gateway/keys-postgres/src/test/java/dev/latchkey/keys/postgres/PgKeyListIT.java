// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.KeyActivity;
import dev.latchkey.keys.KeyLedger;
import dev.latchkey.keys.KeyListContract;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PgKeyListIT extends KeyListContract {
  private final StoreUnderTest store;

  PgKeyListIT(TestDatabase database) {
    this.store = new StoreUnderTest(database.settings());
  }

  @AfterEach
  void closeTheStore() {
    store.close();
  }

  @Override
  protected KeyLedger ledger() {
    return store.store().ledger();
  }

  @Override
  protected KeyActivity activity() {
    return store.store().activity();
  }

  @Override
  protected Instant now() {
    return store.clock().instant();
  }

  @Override
  protected void advance(Duration by) {
    store.clock().advance(by);
  }
}
