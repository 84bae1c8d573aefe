// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.LedgerException;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

/** Whose key it is. No part of the ledger, whose calls are all bound to one tenant. */
final class KeyOwners {
  private final BoundedPool pool;

  KeyOwners(BoundedPool pool) {
    this.pool = pool;
  }

  Future<Tenant> tenantOf(KeyId id) {
    return LedgerFaults.answered(
        pool.use(
            sql ->
                sql.preparedQuery("SELECT tenant FROM latchkey.api_key WHERE id = $1")
                    .execute(Tuple.of(id.value()))
                    .map(
                        rows -> {
                          if (rows.size() == 0) {
                            throw new LedgerException(
                                LedgerException.Reason.NOT_FOUND, "no such key");
                          }
                          return new Tenant(rows.iterator().next().getString("tenant"));
                        })));
  }
}
