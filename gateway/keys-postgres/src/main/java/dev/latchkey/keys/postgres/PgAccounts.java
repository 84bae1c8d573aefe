// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.Attribution;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.login.Accounts;
import dev.latchkey.keys.login.LocalAccount;
import dev.latchkey.keys.login.LoginCode;
import dev.latchkey.keys.login.PasswordHash;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Local administrators in PostgreSQL. */
final class PgAccounts implements Accounts {
  private static final String TYPE = "account";

  /** Made, or given a new password where the code names an existing account. */
  private static final String CLAIM =
      """
      INSERT INTO latchkey.admin_account (
        id, tenant, name, role, password, created_at, password_at)
      VALUES ($1, $2, $3, $4, $5, $6, $6)
      ON CONFLICT ON CONSTRAINT admin_account_name
        DO UPDATE SET password = $5, password_at = $6 WHERE $7
      RETURNING *
      """;

  private static final String KNOWN_CODE =
      """
      DELETE FROM latchkey.admin_code
      WHERE digest = $1 AND ends_at > $2 AND (name IS NULL OR name = $3)
      RETURNING tenant, name, role
      """;

  private final BoundedPool pool;
  private final InstantSource clock;

  PgAccounts(BoundedPool pool, InstantSource clock) {
    this.pool = pool;
    this.clock = clock;
  }

  @Override
  public Future<Boolean> anyOf(Tenant tenant) {
    return LedgerFaults.answered(
        pool.use(
            sql ->
                sql.preparedQuery("SELECT FROM latchkey.admin_account WHERE tenant = $1 LIMIT 1")
                    .execute(Tuple.of(tenant.id()))
                    .map(rows -> rows.size() > 0)));
  }

  @Override
  public Future<Optional<LocalAccount>> find(Tenant tenant, String name) {
    return LedgerFaults.answered(
        pool.use(
            sql ->
                sql.preparedQuery(
                        "SELECT * FROM latchkey.admin_account WHERE tenant = $1 AND name = $2")
                    .execute(Tuple.of(tenant.id(), name))
                    .map(PgAccounts::first)));
  }

  @Override
  public Future<Void> keep(Attribution by, LoginCode code) {
    Instant now = clock.instant();
    Tuple values = Tuple.of(bytes(code.digest()), code.tenant().id(), code.name(), code.role());
    values.addValue(Columns.required(code.endsAt()));
    return LedgerFaults.answered(
        pool.inTransaction(
            sql ->
                sql.preparedQuery(
                        "DELETE FROM latchkey.admin_code WHERE ends_at <= $1"
                            + " OR (tenant = $2 AND name IS NOT DISTINCT FROM $3)")
                    .execute(Tuple.of(Columns.required(now), code.tenant().id(), code.name()))
                    .compose(
                        done ->
                            sql.preparedQuery(
                                    "INSERT INTO latchkey.admin_code VALUES ($1, $2, $3, $4, $5)")
                                .execute(values))
                    .compose(
                        done ->
                            audit(
                                sql,
                                now,
                                by,
                                "login.code_made",
                                code.name() == null ? "-" : code.name()))));
  }

  @Override
  public Future<Optional<LocalAccount>> claim(
      Attribution by, KeyDigest code, String name, PasswordHash password) {
    Instant now = clock.instant();
    return LedgerFaults.answered(
        pool.inTransaction(
            sql ->
                sql.preparedQuery(KNOWN_CODE)
                    .execute(Tuple.of(bytes(code), Columns.required(now), name))
                    .compose(
                        used ->
                            used.size() == 0
                                ? Future.succeededFuture(Optional.empty())
                                : claim(sql, by, used.iterator().next(), name, password, now))));
  }

  private static Future<Optional<LocalAccount>> claim(
      SqlConnection sql,
      Attribution by,
      Row code,
      String name,
      PasswordHash password,
      Instant now) {
    boolean named = code.getString("name") != null;
    Tuple values = Tuple.of(UUID.randomUUID(), code.getString("tenant"), name);
    values.addValue(code.getString("role")).addValue(password.reveal());
    values.addValue(Columns.required(now)).addValue(named);
    return sql.preparedQuery(CLAIM)
        .execute(values)
        .map(PgAccounts::first)
        .compose(
            made ->
                made.isEmpty()
                    ? Future.succeededFuture(made)
                    : endSessions(sql, made.get().id(), null)
                        .compose(done -> codeUsed(sql, by, made.get(), now))
                        .map(made));
  }

  /** Whoever used the code is known only now: it made the account. */
  private static Future<Void> codeUsed(
      SqlConnection sql, Attribution by, LocalAccount made, Instant now) {
    Attribution holder =
        new Attribution(made.tenant(), made.actor(), by.requestId(), by.address(), by.reason());
    return audit(sql, now, holder, "login.code_used", made.id().toString());
  }

  @Override
  public Future<Void> changePassword(
      Attribution by, UUID account, PasswordHash password, KeyDigest keptSession) {
    Instant now = clock.instant();
    return LedgerFaults.answered(
        pool.inTransaction(
            sql ->
                sql.preparedQuery(
                        "UPDATE latchkey.admin_account SET password = $2, password_at = $3"
                            + " WHERE id = $1")
                    .execute(Tuple.of(account, password.reveal(), Columns.required(now)))
                    .compose(done -> endSessions(sql, account, bytes(keptSession)))
                    .compose(
                        done ->
                            audit(sql, now, by, "login.password_changed", account.toString()))));
  }

  @Override
  public Future<Void> refused(Attribution by, LocalAccount account) {
    return LedgerFaults.answered(
        pool.inTransaction(
            sql ->
                AuditRows.add(
                    sql,
                    clock.instant(),
                    by,
                    "login.refused",
                    TYPE,
                    account.id().toString(),
                    new JsonObject(),
                    "unauthenticated")));
  }

  @Override
  public Future<Void> trust(UUID account, KeyDigest device, Instant until) {
    return LedgerFaults.answered(
        pool.inTransaction(
            sql ->
                sql.preparedQuery("DELETE FROM latchkey.admin_device WHERE ends_at <= $1")
                    .execute(Tuple.of(Columns.required(clock.instant())))
                    .compose(
                        done ->
                            sql.preparedQuery(
                                    "INSERT INTO latchkey.admin_device VALUES ($1, $2, $3)"
                                        + " ON CONFLICT (digest) DO UPDATE SET ends_at = $3")
                                .execute(Tuple.of(bytes(device), account, Columns.required(until))))
                    .mapEmpty()));
  }

  @Override
  public Future<Boolean> trusts(UUID account, KeyDigest device) {
    return LedgerFaults.answered(
        pool.use(
            sql ->
                sql.preparedQuery(
                        "SELECT FROM latchkey.admin_device"
                            + " WHERE digest = $1 AND account_id = $2 AND ends_at > $3")
                    .execute(Tuple.of(bytes(device), account, Columns.required(clock.instant())))
                    .map(rows -> rows.size() > 0)));
  }

  private static Future<Void> endSessions(SqlConnection sql, UUID account, @Nullable Buffer kept) {
    return sql.preparedQuery(
            "DELETE FROM latchkey.admin_session"
                + " WHERE account_id = $1 AND digest IS DISTINCT FROM $2")
        .execute(Tuple.of(account, kept))
        .mapEmpty();
  }

  private static Future<Void> audit(
      SqlConnection sql, Instant now, Attribution by, String action, String target) {
    return AuditRows.add(sql, now, by, action, TYPE, target, new JsonObject(), "success");
  }

  private static Optional<LocalAccount> first(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return Optional.empty();
    }
    Row row = rows.iterator().next();
    return Optional.of(
        new LocalAccount(
            row.getUUID("id"),
            new Tenant(row.getString("tenant")),
            row.getString("name"),
            row.getString("role"),
            new PasswordHash(row.getString("password"))));
  }

  private static Buffer bytes(KeyDigest digest) {
    return Buffer.buffer(digest.toBytes());
  }
}
