// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.LedgerException;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** Whose key it is. No part of the ledger, whose calls are all bound to one tenant. */
final class KeyOwners {
  private static final String REFUSED =
      """
      SELECT tenant FROM latchkey.call_record WHERE request_id = $1 AND code IS NOT NULL
      ORDER BY at DESC LIMIT 1
      """;

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

  /** Empty where the newest refusal of this request came without a known key. */
  Future<Optional<Tenant>> tenantOfRequest(String requestId) {
    return LedgerFaults.answered(
        pool.use(
            sql ->
                sql.preparedQuery(REFUSED)
                    .execute(Tuple.of(requestId))
                    .map(
                        rows -> {
                          if (rows.size() == 0) {
                            throw new LedgerException(
                                LedgerException.Reason.NOT_FOUND,
                                "no refusal of a request with this id is kept");
                          }
                          String tenant = rows.iterator().next().getString("tenant");
                          return Optional.ofNullable(tenant).map(Tenant::new);
                        })));
  }
}
