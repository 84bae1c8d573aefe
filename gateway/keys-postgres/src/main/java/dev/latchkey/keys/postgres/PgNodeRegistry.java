// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.NodeRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Gateways as rows. All times are the database's: nodes' clocks may differ. */
final class PgNodeRegistry implements NodeRegistry {
  private static final String ACKNOWLEDGE =
      """
      INSERT INTO latchkey.node AS n (instance, name, revision, stale_seconds)
      VALUES ($1, $2, $3, $4)
      ON CONFLICT (instance) DO UPDATE SET
        name = excluded.name, revision = excluded.revision, last_seen_at = now()
      """;

  /** A gateway that was killed takes its row along some time after it can have served anybody. */
  private static final String LEAVE =
      """
      DELETE FROM latchkey.node
      WHERE instance = $1
        OR last_seen_at < now() - make_interval(secs => stale_seconds) - interval '1 hour'
      """;

  private static final String VIEW =
      """
      SELECT r.value, n.name, n.revision, n.last_seen_at,
        n.last_seen_at < now() - make_interval(secs => $1) AS silent,
        CASE WHEN n.revision >= r.value THEN 0 ELSE
          coalesce((SELECT extract(epoch FROM clock_timestamp() - min(c.at)) * 1000
            FROM latchkey.key_change c WHERE c.revision > n.revision), 0) END::bigint AS lag_millis
      FROM latchkey.revision r
      LEFT JOIN latchkey.node n
        ON n.last_seen_at > now() - make_interval(secs => greatest($1, n.stale_seconds))
      ORDER BY n.name, n.started_at
      """;

  private final BoundedPool pool;

  PgNodeRegistry(BoundedPool pool) {
    this.pool = pool;
  }

  @Override
  public Future<Void> acknowledge(Self self, long revision) {
    Tuple values =
        Tuple.of(self.instance(), self.name(), revision, Math.toIntExact(self.stale().toSeconds()));
    return LedgerFaults.answered(
        pool.use(sql -> sql.preparedQuery(ACKNOWLEDGE).execute(values).mapEmpty()));
  }

  @Override
  public Future<Void> leave(Self self) {
    return LedgerFaults.answered(
        pool.use(sql -> sql.preparedQuery(LEAVE).execute(Tuple.of(self.instance())).mapEmpty()));
  }

  @Override
  public Future<View> view() {
    return LedgerFaults.answered(
        pool.use(
            sql ->
                sql.preparedQuery(VIEW)
                    .execute(Tuple.of((int) SILENCE.toSeconds()))
                    .map(PgNodeRegistry::view)));
  }

  private static View view(RowSet<Row> rows) {
    List<Node> nodes = new ArrayList<>();
    long revision = 0;
    for (Row row : rows) {
      revision = row.getLong("value");
      if (row.getString("name") != null) {
        nodes.add(
            new Node(
                row.getString("name"),
                row.getLong("revision"),
                Duration.ofMillis(row.getLong("lag_millis")),
                row.getOffsetDateTime("last_seen_at").toInstant(),
                row.getBoolean("silent")));
      }
    }
    return new View(revision, nodes);
  }
}
