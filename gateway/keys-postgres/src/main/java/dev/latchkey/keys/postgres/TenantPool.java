// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.function.Function;

/**
 * Lends connections that see the rows of one tenant only, whatever is asked of them: each piece of
 * work is a transaction in the role that row security binds, and names its tenant first. What holds
 * a pool of this kind cannot work without one.
 */
final class TenantPool {
  private static final String BIND =
      "SELECT set_config('role', 'latchkey_tenant', true), set_config('latchkey.tenant', $1, true)";

  private final BoundedPool pool;

  TenantPool(BoundedPool pool) {
    this.pool = pool;
  }

  /** Works in one transaction of a tenant: committed when the work succeeds. */
  <T> Future<T> in(Tenant tenant, Function<SqlConnection, Future<T>> work) {
    return pool.inTransaction(
        sql ->
            sql.preparedQuery(BIND)
                .execute(Tuple.of(tenant.id()))
                .compose(bound -> work.apply(sql)));
  }
}
