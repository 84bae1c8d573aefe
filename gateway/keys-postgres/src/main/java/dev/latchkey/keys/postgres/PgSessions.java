// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.Actor;
import dev.latchkey.keys.Attribution;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.login.Session;
import dev.latchkey.keys.login.Sessions;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Sessions in PostgreSQL. A use is written down once a minute, not at every call. */
final class PgSessions implements Sessions {
  private static final Duration GRAIN = Duration.ofMinutes(1);

  /** What a local account may do is read anew, so that a change counts at once. */
  private static final String FIND =
      """
      SELECT s.tenant, s.actor_id, s.actor_name, s.permissions, s.account_id, s.since,
        s.last_used_at, s.ends_at,
        CASE WHEN a.id IS NULL THEN s.roles ELSE ARRAY[a.role] END AS roles
      FROM latchkey.admin_session s
      LEFT JOIN latchkey.admin_account a ON a.id = s.account_id
      WHERE s.digest = $1 AND s.ends_at > $2 AND s.last_used_at > $3
      """;

  private final BoundedPool pool;
  private final InstantSource clock;

  PgSessions(BoundedPool pool, InstantSource clock) {
    this.pool = pool;
    this.clock = clock;
  }

  @Override
  public Future<Void> begin(Attribution by, KeyDigest token, Session session) {
    Instant now = clock.instant();
    Tuple values = Tuple.of(bytes(token), session.tenant().id(), session.actor().id());
    values.addValue(session.actor().name());
    values.addValue(session.roles().toArray(String[]::new));
    values.addValue(session.permissions().toArray(String[]::new));
    values.addValue(session.account());
    values.addValue(Columns.required(session.since()));
    values.addValue(Columns.required(session.since()));
    values.addValue(Columns.required(session.endsAt()));
    return LedgerFaults.answered(
        pool.inTransaction(
            sql ->
                sql.preparedQuery("DELETE FROM latchkey.admin_session WHERE ends_at <= $1")
                    .execute(Tuple.of(Columns.required(now)))
                    .compose(
                        done ->
                            sql.preparedQuery(
                                    "INSERT INTO latchkey.admin_session"
                                        + " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
                                .execute(values))
                    .compose(done -> audit(sql, now, by, "login.began"))));
  }

  @Override
  public Future<Optional<Session>> use(KeyDigest token, Duration idle) {
    Instant now = clock.instant();
    Tuple values = Tuple.of(bytes(token), Columns.required(now));
    values.addValue(Columns.required(now.minus(idle)));
    return LedgerFaults.answered(
        pool.use(
            sql ->
                sql.preparedQuery(FIND)
                    .execute(values)
                    .compose(
                        rows ->
                            rows.size() == 0
                                ? Future.succeededFuture(Optional.empty())
                                : used(sql, token, rows.iterator().next(), now))));
  }

  private static Future<Optional<Session>> used(
      SqlConnection sql, KeyDigest token, Row row, Instant now) {
    Optional<Session> session = Optional.of(read(row));
    if (row.getOffsetDateTime("last_used_at").toInstant().isAfter(now.minus(GRAIN))) {
      return Future.succeededFuture(session);
    }
    return sql.preparedQuery(
            "UPDATE latchkey.admin_session SET last_used_at = $2 WHERE digest = $1")
        .execute(Tuple.of(bytes(token), Columns.required(now)))
        .map(session);
  }

  @Override
  public Future<Void> end(Attribution by, KeyDigest token) {
    return LedgerFaults.answered(
        pool.inTransaction(
            sql ->
                sql.preparedQuery("DELETE FROM latchkey.admin_session WHERE digest = $1")
                    .execute(Tuple.of(bytes(token)))
                    .compose(
                        rows ->
                            rows.rowCount() == 0
                                ? Future.succeededFuture()
                                : audit(sql, clock.instant(), by, "login.ended"))));
  }

  private static Future<Void> audit(SqlConnection sql, Instant now, Attribution by, String action) {
    return AuditRows.add(
        sql, now, by, action, "session", by.actor().id(), new JsonObject(), "success");
  }

  private static Session read(Row row) {
    return new Session(
        new Tenant(row.getString("tenant")),
        new Actor(Actor.Type.USER, row.getString("actor_id"), row.getString("actor_name")),
        Set.copyOf(Columns.texts(row, "roles")),
        Set.copyOf(Columns.texts(row, "permissions")),
        row.getUUID("account_id"),
        row.getOffsetDateTime("since").toInstant(),
        row.getOffsetDateTime("ends_at").toInstant());
  }

  private static Buffer bytes(KeyDigest digest) {
    return Buffer.buffer(digest.toBytes());
  }
}
