// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.KeyActivity;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Last uses, one statement for many. Rows are written in the order of their ids, so that two nodes
 * never wait for each other in a ring.
 */
final class PgKeyActivity implements KeyActivity {
  private static final int MOST_ROWS = 5_000;

  /** Uses of secrets that are gone are dropped. Answers which of the used ones were waiting. */
  private static final String RECORD =
      """
      WITH used AS (
        INSERT INTO latchkey.api_key_activity AS a (key_id, secret_id, last_used_at)
        SELECT u.key_id, u.secret_id, u.at
        FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS u (key_id, secret_id, at)
        JOIN latchkey.api_key_secret s ON s.id = u.secret_id AND s.key_id = u.key_id
        ORDER BY u.key_id, u.secret_id
        ON CONFLICT (key_id, secret_id) DO UPDATE SET last_used_at = excluded.last_used_at
          WHERE a.last_used_at < excluded.last_used_at
      )
      SELECT key_id, id FROM latchkey.api_key_secret
      WHERE id = ANY ($2) AND activated_at IS NULL AND (ends_at IS NULL OR ends_at > $4)
      """;

  /** A rotation or a revocation of these keys waits for us, or we for it. */
  private static final String LOCK =
      """
      SELECT 1 FROM latchkey.api_key WHERE id = ANY ($1) ORDER BY id FOR UPDATE
      """;

  private static final String ACTIVATE =
      """
      WITH activated AS (
        UPDATE latchkey.api_key_secret s SET activated_at = $2, ends_at = NULL
        FROM latchkey.api_key k
        WHERE s.id = ANY ($1) AND s.activated_at IS NULL AND (s.ends_at IS NULL OR s.ends_at > $2)
          AND k.id = s.key_id AND k.revoked_at IS NULL
        RETURNING s.id, s.key_id, coalesce(s.grace_seconds, 0) AS grace
      ), ended AS (
        UPDATE latchkey.api_key_secret o
        SET ends_at = least(o.ends_at, $2::timestamptz + make_interval(secs => a.grace))
        FROM activated a
        WHERE o.key_id = a.key_id AND o.id <> a.id AND (o.ends_at IS NULL OR o.ends_at > $2)
          AND o.id <> ALL ($1)
      ), counted AS (
        UPDATE latchkey.api_key k SET version = version + 1
        FROM activated a WHERE k.id = a.key_id
        RETURNING k.id, k.tenant, a.id AS secret_id
      )
      SELECT id, tenant, secret_id FROM counted
      """;

  /** A statement of its own, so that the change has its place in the order of changes first. */
  private static final String AUDIT =
      """
      INSERT INTO latchkey.audit_event (
        at, tenant, actor_type, actor_id, actor_name, action, target_type, target_id, changes,
        request_id, outcome)
      SELECT $1, u.tenant, 'SYSTEM', 'latchkey', 'Latchkey', 'key.rotate_activate', 'key',
        u.id::text,
        json_build_object('activeSecret', json_build_object('before', NULL, 'after', u.secret_id)),
        '', 'success'
      FROM unnest($2::uuid[], $3::text[], $4::uuid[]) AS u (id, tenant, secret_id)
      """;

  private final BoundedPool pool;
  private final InstantSource clock;

  PgKeyActivity(BoundedPool pool, InstantSource clock) {
    this.pool = pool;
    this.clock = clock;
  }

  @Override
  public Future<Void> record(List<SecretUse> uses) {
    List<SecretUse> latest = latestInOrder(uses);
    Future<Void> all = Future.succeededFuture();
    for (int from = 0; from < latest.size(); from += MOST_ROWS) {
      List<SecretUse> part = latest.subList(from, Math.min(from + MOST_ROWS, latest.size()));
      all = all.compose(done -> recordPart(part));
    }
    return all.recover(
        fault ->
            Future.failedFuture(
                new StoreException(StoreException.Reason.UNAVAILABLE, Faults.describe(fault))));
  }

  private Future<Void> recordPart(List<SecretUse> uses) {
    OffsetDateTime now = Columns.required(clock.instant());
    Tuple values =
        Tuple.of(
            uses.stream().map(use -> use.key().value()).toArray(UUID[]::new),
            uses.stream().map(SecretUse::secret).toArray(UUID[]::new),
            uses.stream().map(use -> Columns.required(use.at())).toArray(OffsetDateTime[]::new),
            now);
    return pool.use(sql -> sql.preparedQuery(RECORD).execute(values))
        .compose(
            waiting ->
                waiting.size() == 0
                    ? Future.succeededFuture()
                    : pool.inTransaction(sql -> activate(sql, waiting, now)));
  }

  private static Future<Void> activate(SqlConnection sql, RowSet<Row> waiting, OffsetDateTime now) {
    List<UUID> keys = new ArrayList<>();
    List<UUID> secrets = new ArrayList<>();
    for (Row row : waiting) {
      keys.add(row.getUUID("key_id"));
      secrets.add(row.getUUID("id"));
    }
    return sql.preparedQuery(LOCK)
        .execute(Tuple.of((Object) keys.toArray(UUID[]::new)))
        .compose(
            locked ->
                sql.preparedQuery(ACTIVATE).execute(Tuple.of(secrets.toArray(UUID[]::new), now)))
        .compose(activated -> audit(sql, activated, now));
  }

  private static Future<Void> audit(SqlConnection sql, RowSet<Row> activated, OffsetDateTime now) {
    List<UUID> keys = new ArrayList<>();
    List<String> tenants = new ArrayList<>();
    List<UUID> secrets = new ArrayList<>();
    for (Row row : activated) {
      keys.add(row.getUUID("id"));
      tenants.add(row.getString("tenant"));
      secrets.add(row.getUUID("secret_id"));
    }
    Tuple values = Tuple.of(now, (Object) keys.toArray(UUID[]::new));
    values.addValue(tenants.toArray(String[]::new)).addValue(secrets.toArray(UUID[]::new));
    return sql.preparedQuery(AUDIT).execute(values).mapEmpty();
  }

  private static List<SecretUse> latestInOrder(List<SecretUse> uses) {
    Map<UUID, SecretUse> latest = new HashMap<>();
    for (SecretUse use : uses) {
      latest.merge(use.secret(), use, (a, b) -> a.at().isBefore(b.at()) ? b : a);
    }
    return latest.values().stream()
        .sorted(Comparator.comparing((SecretUse use) -> use.key()).thenComparing(SecretUse::secret))
        .toList();
  }
}
