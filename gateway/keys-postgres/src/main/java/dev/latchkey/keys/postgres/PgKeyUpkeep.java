// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static dev.latchkey.keys.postgres.LedgerFaults.answered;

import dev.latchkey.keys.KeyUpkeep;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;

/** Upkeep over all tenants, as the tables' owner. A lock lets one node do it at a time. */
final class PgKeyUpkeep implements KeyUpkeep {
  /** How long a secret can be had again with the same Idempotency-Key. */
  private static final Duration SEALED_KEPT = Duration.ofMinutes(10);

  private static final String LOCK =
      "SELECT pg_try_advisory_xact_lock(hashtextextended('latchkey upkeep', 0))";

  /** The nearest of the thresholds that were passed, once for each end that a key has had. */
  private static final String NOTICE =
      """
      WITH ending AS (
        SELECT k.id, k.created_at,
          least(k.expires_at, k.created_at + make_interval(secs => b.seconds)) AS ends_at
        FROM latchkey.api_key k
        LEFT JOIN unnest($2::text[], $3::text[], $4::float8[]) AS b (profile, environment, seconds)
          ON b.profile = k.profile AND b.environment = k.environment
        WHERE k.revoked_at IS NULL AND (k.expires_at IS NOT NULL OR b.seconds IS NOT NULL)
      )
      INSERT INTO latchkey.api_key_notice (key_id, ends_at, days)
      SELECT e.id, e.ends_at, min(d.days)
      FROM ending e CROSS JOIN (VALUES (30), (7), (1), (0)) AS d (days)
      WHERE e.ends_at - make_interval(days => d.days) <= $1::timestamptz
        AND e.ends_at - make_interval(days => d.days) > e.created_at
        AND e.ends_at > $1::timestamptz - interval '1 day'
      GROUP BY e.id, e.ends_at
      ON CONFLICT DO NOTHING
      RETURNING key_id, ends_at, days
      """;

  private static final String AUDIT =
      """
      INSERT INTO latchkey.audit_event (
        at, tenant, actor_type, actor_id, actor_name, action, target_type, target_id, changes,
        request_id, outcome)
      SELECT $1, k.tenant, 'SYSTEM', 'latchkey', 'Latchkey',
        CASE WHEN $4 = 0 THEN 'key.expire' ELSE 'key.expiring' END, 'key', k.id::text,
        json_build_object(
          'daysLeft', json_build_object('before', NULL, 'after', $4::int),
          'expiresAt', json_build_object('before', NULL, 'after',
            to_char($3::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))),
        '', 'success'
      FROM latchkey.api_key k WHERE k.id = $2
      """;

  private final BoundedPool pool;
  private final InstantSource clock;

  PgKeyUpkeep(BoundedPool pool, InstantSource clock) {
    this.pool = pool;
    this.clock = clock;
  }

  @Override
  public Future<Integer> announceExpiry(List<Bound> bounds) {
    OffsetDateTime now = Columns.required(clock.instant());
    Tuple values = values(now, bounds);
    return alone(sql -> notice(sql, values, now));
  }

  @Override
  public Future<Integer> announceIdle(List<Bound> bounds) {
    Tuple values = values(Columns.required(clock.instant()), bounds);
    return alone(sql -> sql.preparedQuery(KeyAlerts.IDLE).execute(values).map(SqlResult::rowCount));
  }

  @Override
  public Future<Integer> announceFailures() {
    Tuple now = Tuple.of(Columns.required(clock.instant()));
    return alone(
        sql -> sql.preparedQuery(KeyAlerts.FAILURES).execute(now).map(SqlResult::rowCount));
  }

  /** In one transaction, and on one node at a time; the others count nothing. */
  private Future<Integer> alone(Function<SqlConnection, Future<Integer>> work) {
    return answered(
        pool.inTransaction(
            sql ->
                sql.preparedQuery(LOCK)
                    .execute()
                    .compose(
                        rows ->
                            rows.iterator().next().getBoolean(0)
                                ? work.apply(sql)
                                : Future.succeededFuture(0))));
  }

  private static Tuple values(OffsetDateTime now, List<Bound> bounds) {
    Tuple values =
        Tuple.of(now, (Object) bounds.stream().map(Bound::profile).toArray(String[]::new));
    values.addValue(bounds.stream().map(Bound::environment).toArray(String[]::new));
    values.addValue(
        bounds.stream().map(bound -> (double) bound.longest().toSeconds()).toArray(Double[]::new));
    return values;
  }

  @Override
  public Future<Void> forgetRetries() {
    OffsetDateTime now = Columns.required(clock.instant());
    return answered(
        pool.use(
            sql ->
                sql.preparedQuery(
                        """
                        UPDATE latchkey.request_replay SET sealed = NULL
                        WHERE sealed IS NOT NULL AND created_at <= $1
                        """)
                    .execute(Tuple.of(now.minus(SEALED_KEPT)))
                    .compose(
                        done ->
                            sql.preparedQuery(
                                    "DELETE FROM latchkey.request_replay WHERE created_at <= $1")
                                .execute(Tuple.of(now.minus(RetryRows.REMEMBERED))))
                    .mapEmpty()));
  }

  private static Future<Integer> notice(SqlConnection sql, Tuple values, OffsetDateTime now) {
    return sql.preparedQuery(NOTICE)
        .execute(values)
        .compose(
            due -> {
              Future<Integer> written = Future.succeededFuture(due.size());
              for (Row row : due) {
                Tuple event =
                    Tuple.of(
                        now,
                        row.getUUID("key_id"),
                        row.getOffsetDateTime("ends_at"),
                        row.getInteger("days"));
                written =
                    written.compose(
                        count -> sql.preparedQuery(AUDIT).execute(event).map(done -> count));
              }
              return written;
            });
  }
}
