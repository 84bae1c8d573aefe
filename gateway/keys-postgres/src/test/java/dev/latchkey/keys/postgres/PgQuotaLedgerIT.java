// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.QuotaLedger;
import dev.latchkey.keys.QuotaLedgerContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PgQuotaLedgerIT extends QuotaLedgerContract {
  private final StoreUnderTest store;

  PgQuotaLedgerIT(TestDatabase database) {
    this.store = new StoreUnderTest(database.settings());
  }

  @AfterEach
  void closeTheStore() {
    store.close();
  }

  @Override
  protected QuotaLedger ledger() {
    return store.store().quotas();
  }
}
