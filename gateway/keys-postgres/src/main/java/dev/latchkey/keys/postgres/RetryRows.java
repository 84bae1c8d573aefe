// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static dev.latchkey.keys.LedgerException.Reason.RETRY_KNOWN;
import static dev.latchkey.keys.LedgerException.Reason.RETRY_RUNNING;

import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.LedgerException;
import dev.latchkey.keys.Retry;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows by which a request that is sent again finds its first answer. */
final class RetryRows {
  /** How long a request is remembered. */
  static final Duration REMEMBERED = Duration.ofHours(24);

  private RetryRows() {}

  /**
   * At the beginning of a change: refuses it when the same request came before, or is under way.
   */
  static Future<Void> begin(SqlConnection sql, Tenant tenant, @Nullable Retry retry, Instant now) {
    if (retry == null) {
      return Future.succeededFuture();
    }
    return sql.preparedQuery("SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0))")
        .execute(Tuple.of(tenant.id() + "\n" + retry.name()))
        .compose(
            rows -> {
              if (!rows.iterator().next().getBoolean(0)) {
                throw new LedgerException(RETRY_RUNNING, "the same request is still being served");
              }
              return forget(sql, tenant, retry.name(), now);
            })
        .compose(done -> find(sql, tenant, retry.name(), now))
        .map(
            known -> {
              if (known.isPresent()) {
                throw new LedgerException(RETRY_KNOWN, "the same request was served before");
              }
              return null;
            });
  }

  /** At the end of a change, in its transaction. */
  static Future<Void> end(
      SqlConnection sql, Tenant tenant, @Nullable Retry retry, ApiKey key, Instant now) {
    if (retry == null) {
      return Future.succeededFuture();
    }
    Tuple values = Tuple.of(tenant.id(), bytes(retry.name()), bytes(retry.fingerprint()));
    values.addValue(key.id().value());
    values.addValue(retry.seal().apply(key));
    values.addValue(Columns.required(now));
    return sql.preparedQuery(
            """
            INSERT INTO latchkey.request_replay
              (tenant, name, fingerprint, key_id, sealed, created_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """)
        .execute(values)
        .mapEmpty();
  }

  static Future<Optional<Retry.Known>> find(
      SqlConnection sql, Tenant tenant, String name, Instant now) {
    return sql.preparedQuery(
            """
            SELECT fingerprint, key_id, sealed, created_at FROM latchkey.request_replay
            WHERE tenant = $1 AND name = $2 AND created_at > $3
            """)
        .execute(Tuple.of(tenant.id(), bytes(name), Columns.required(now.minus(REMEMBERED))))
        .map(RetryRows::first);
  }

  private static Future<Void> forget(SqlConnection sql, Tenant tenant, String name, Instant now) {
    return sql.preparedQuery(
            """
            DELETE FROM latchkey.request_replay
            WHERE tenant = $1 AND name = $2 AND created_at <= $3
            """)
        .execute(Tuple.of(tenant.id(), bytes(name), Columns.required(now.minus(REMEMBERED))))
        .mapEmpty();
  }

  private static Optional<Retry.Known> first(RowSet<Row> rows) {
    for (Row row : rows) {
      return Optional.of(
          new Retry.Known(
              HexFormat.of().formatHex(row.getBuffer("fingerprint").getBytes()),
              new KeyId(row.getUUID("key_id")),
              row.getBuffer("sealed"),
              row.getOffsetDateTime("created_at").toInstant()));
    }
    return Optional.empty();
  }

  private static Buffer bytes(String hex) {
    return Buffer.buffer(HexFormat.of().parseHex(hex));
  }
}
