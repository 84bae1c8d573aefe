// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.KeyChangeFeed;
import dev.latchkey.keys.KeyId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Reads what happened since the last reading and tells a listener. A reading that fails, or whose
 * listener does, is repeated from the same revision.
 */
final class ChangeReader {
  /** More changes than this are not worth naming one by one. */
  private static final int MOST_NAMED = 10_000;

  private static final String READ =
      """
      SELECT r.value, r.forgotten, c.revision, c.key_id,
        (extract(epoch FROM clock_timestamp() - c.at) * 1000000)::bigint AS age_micros,
        EXISTS (SELECT 1 FROM latchkey.api_key_secret WHERE foreign_shape) AS accepts_foreign
      FROM latchkey.revision r
      LEFT JOIN LATERAL (
        SELECT revision, key_id, at FROM latchkey.key_change
        WHERE revision > $1 ORDER BY revision LIMIT 10001
      ) c ON true
      """;

  /** Before the first reading nothing has been read, so nothing can have changed. */
  private static final long NOTHING_READ = Long.MAX_VALUE;

  private final KeyChangeFeed.Listener listener;
  private long read = NOTHING_READ;

  ChangeReader(KeyChangeFeed.Listener listener) {
    this.listener = listener;
  }

  Future<Void> read(SqlConnection sql) {
    return sql.preparedQuery(READ).execute(Tuple.of(read)).map(this::tell);
  }

  void lost(Throwable cause) {
    listener.onLost(cause);
  }

  private Void tell(RowSet<Row> rows) {
    Row first = rows.iterator().next();
    long revision = first.getLong("value");
    if (read != NOTHING_READ && revision != read) {
      // A sequence that went back was restored from a backup.
      if (revision < read || first.getLong("forgotten") > read) {
        listener.onManyChanged(revision);
      } else {
        name(rows, revision);
        // In the order of revisions, so the first is the oldest; none is left of a purged history.
        Long micros = first.getLong("age_micros");
        listener.onApplied(Duration.of(micros == null ? 0 : micros, ChronoUnit.MICROS));
      }
    }
    listener.onConfirmed(revision, first.getBoolean("accepts_foreign"));
    read = revision;
    return null;
  }

  private void name(RowSet<Row> rows, long revision) {
    Set<KeyId> keys = new LinkedHashSet<>();
    boolean many = rows.size() > MOST_NAMED;
    for (Row row : rows) {
      UUID id = row.getUUID("key_id");
      many |= id == null;
      if (!many) {
        keys.add(new KeyId(id));
      }
    }
    if (many) {
      listener.onManyChanged(revision);
    } else {
      listener.onChanged(revision, keys);
    }
  }
}
