// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.Consumer;
import dev.latchkey.keys.KeyLedger;
import dev.latchkey.keys.KeyLedgerContract;
import dev.latchkey.keys.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PgKeyLedgerIT extends KeyLedgerContract {
  private final TestDatabase database;
  private final StoreUnderTest store;

  PgKeyLedgerIT(TestDatabase database) {
    this.database = database;
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

  @Override
  protected Consumer consumer(Tenant tenant, String externalId) {
    UUID id = UUID.randomUUID();
    database.execute(
        "INSERT INTO latchkey.consumer (id, tenant, external_id) VALUES ('"
            + id
            + "', '"
            + tenant
            + "', '"
            + externalId
            + "')");
    return new Consumer(id, externalId);
  }
}
