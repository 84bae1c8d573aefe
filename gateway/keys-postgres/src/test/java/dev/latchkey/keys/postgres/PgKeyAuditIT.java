// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.KeyAuditContract;
import dev.latchkey.keys.KeyLedger;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PgKeyAuditIT extends KeyAuditContract {
  private final StoreUnderTest store;

  PgKeyAuditIT(TestDatabase database) {
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
  protected Instant now() {
    return store.clock().instant();
  }

  @Override
  protected void advance(Duration by) {
    store.clock().advance(by);
  }
}
