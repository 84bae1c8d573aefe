// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static dev.latchkey.keys.LedgerException.Reason.NAME_TAKEN;
import static dev.latchkey.keys.LedgerException.Reason.NOT_FOUND;
import static dev.latchkey.keys.LedgerException.Reason.UNKNOWN_CONSUMER;

import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.Consumer;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.LedgerException;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a change looks at before it writes. Each refuses with a {@link LedgerException}. */
final class KeyReads {
  static final String TAKEN = "a live key of this profile has that name";

  private KeyReads() {}

  /** Keeps everybody else from changing a key until the transaction ends. */
  static Future<Void> lock(SqlConnection sql, Tenant tenant, KeyId id) {
    return sql.preparedQuery(
            "SELECT 1 FROM latchkey.api_key WHERE id = $1 AND tenant = $2 FOR UPDATE")
        .execute(Tuple.of(id.value(), tenant.id()))
        .mapEmpty();
  }

  /**
   * @param now secrets that have ended by then are left out
   */
  static Future<ApiKey> select(SqlConnection sql, Tenant tenant, KeyId id, Instant now) {
    return sql.preparedQuery(KeyColumns.SELECT + " WHERE k.id = $2 AND k.tenant = $3")
        .execute(Tuple.of(Columns.required(now), id.value(), tenant.id()))
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw new LedgerException(NOT_FOUND, "no such key");
              }
              return KeyColumns.read(rows.iterator().next());
            });
  }

  /** Within a transaction that changed a key: that change's own revision. */
  static Future<Long> revision(SqlConnection sql) {
    return sql.preparedQuery("SELECT value FROM latchkey.revision")
        .execute()
        .map(rows -> rows.iterator().next().getLong(0));
  }

  static Future<Void> requireConsumer(
      SqlConnection sql, Tenant tenant, @Nullable Consumer consumer) {
    if (consumer == null) {
      return Future.succeededFuture();
    }
    return sql.preparedQuery("SELECT 1 FROM latchkey.consumer WHERE id = $1 AND tenant = $2")
        .execute(Tuple.of(consumer.id(), tenant.id()))
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw new LedgerException(UNKNOWN_CONSUMER, "no such consumer");
              }
              return null;
            });
  }

  /** Also sees keys from before the profile asked for unique names, which the index does not. */
  static Future<Void> requireFreeName(
      SqlConnection sql, Tenant tenant, ApiKey key, boolean wanted) {
    if (!wanted) {
      return Future.succeededFuture();
    }
    return sql.preparedQuery(
            """
            SELECT 1 FROM latchkey.api_key
            WHERE tenant = $1 AND profile = $2 AND name = $3 AND id <> $4 AND revoked_at IS NULL
            LIMIT 1
            """)
        .execute(Tuple.of(tenant.id(), key.profile(), key.name(), key.id().value()))
        .map(
            rows -> {
              if (rows.size() > 0) {
                throw new LedgerException(NAME_TAKEN, TAKEN);
              }
              return null;
            });
  }
}
