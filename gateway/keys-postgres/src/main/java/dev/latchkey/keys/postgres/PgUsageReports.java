// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.LedgerException;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.UsageReports;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole past days from the days, whole past hours from the hours, and what is younger than
 * the last whole hour but one from the minutes, so that the newest counts are never missing.
 */
final class PgUsageReports implements UsageReports {
  /** $1 tenant, $2 key, $3 from, $4 to, $5 where hours begin, $6 where minutes begin. */
  private static final String COUNTED =
      """
      WITH counted AS (
        SELECT key_id, at, route, status_class, outcome, calls, histogram FROM latchkey.usage_day
        WHERE tenant = $1 AND ($2::uuid IS NULL OR key_id = $2) AND at >= $3 AND at < $4 AND at < $5
        UNION ALL
        SELECT key_id, at, route, status_class, outcome, calls, histogram FROM latchkey.usage_hour
        WHERE tenant = $1 AND ($2::uuid IS NULL OR key_id = $2) AND at >= $3 AND at < $4
          AND at >= $5 AND at < $6
        UNION ALL
        SELECT key_id, at, route, status_class, outcome, calls, histogram FROM latchkey.usage_minute
        WHERE tenant = $1 AND ($2::uuid IS NULL OR key_id = $2) AND at >= $3 AND at < $4
          AND at >= $6
      )
      """;

  private static final String REFUSED =
      """
      coalesce(sum(calls) FILTER (WHERE status_class = 4 AND outcome NOT IN
        ('forwarded', 'upstream_error', 'aborted')), 0)::bigint AS refused
      """;

  private final BoundedPool pool;
  private final InstantSource clock;

  PgUsageReports(BoundedPool pool, InstantSource clock) {
    this.pool = pool;
    this.clock = clock;
  }

  @Override
  public Future<List<Point>> series(Tenant tenant, Range range) {
    String group =
        switch (range.groupBy()) {
          case NOTHING -> "NULL::text";
          case OUTCOME -> "outcome";
          case ROUTE -> "route";
          case STATUS -> "status_class || 'xx'";
        };
    String query =
        COUNTED
            + "SELECT date_trunc('"
            + range.step().word()
            + "', at, 'UTC') AS start, "
            + group
            + " AS grp, sum(calls)::bigint AS calls, latchkey.sum_histograms(histogram) AS histogram, "
            + REFUSED
            + " FROM counted GROUP BY 1, 2 ORDER BY 1, 2 LIMIT 10000";
    return read(query, values(tenant, range.key(), range.from(), range.to(), range.step()))
        .map(
            rows -> {
              List<Point> points = new ArrayList<>();
              rows.forEach(row -> points.add(point(row)));
              return points;
            });
  }

  @Override
  public Future<List<KeyTotal>> topKeys(Tenant tenant, Instant from, Instant to, int most) {
    String query =
        COUNTED
            + "SELECT c.key_id, k.name, sum(calls)::bigint AS calls, "
            + REFUSED
            + " FROM counted c LEFT JOIN latchkey.api_key k ON k.id = c.key_id AND k.tenant = $1"
            + " GROUP BY 1, 2 ORDER BY 3 DESC, 1 LIMIT $7";
    Tuple values = values(tenant, null, from, to, Step.HOUR).addInteger(most);
    return read(query, values)
        .map(
            rows -> {
              List<KeyTotal> totals = new ArrayList<>();
              rows.forEach(row -> totals.add(total(row)));
              return totals;
            });
  }

  @Override
  public Future<List<RouteUse>> routes(Tenant tenant, KeyId key, Instant from, Instant to) {
    String query =
        COUNTED
            + "SELECT route, outcome, sum(calls)::bigint AS calls FROM counted"
            + " GROUP BY 1, 2 ORDER BY 1, 2";
    return read(query, values(tenant, key, from.truncatedTo(ChronoUnit.DAYS), to, Step.DAY))
        .map(
            rows -> {
              List<RouteUse> uses = new ArrayList<>();
              rows.forEach(
                  row ->
                      uses.add(
                          new RouteUse(
                              row.getString("route"),
                              row.getString("outcome"),
                              row.getLong("calls"))));
              return uses;
            });
  }

  private Future<RowSet<Row>> read(String query, Tuple values) {
    return pool.use(sql -> sql.preparedQuery(query).execute(values))
        .recover(
            fault ->
                Future.failedFuture(
                    new LedgerException(
                        LedgerException.Reason.UNAVAILABLE, Faults.describe(fault))));
  }

  /** Finer steps than a roll-up's cannot be read from it. */
  private Tuple values(Tenant tenant, @Nullable KeyId key, Instant from, Instant to, Step step) {
    Instant minutes = clock.instant().truncatedTo(ChronoUnit.HOURS).minus(1, ChronoUnit.HOURS);
    Instant hours = minutes.truncatedTo(ChronoUnit.DAYS);
    Instant firstHour = step == Step.DAY ? hours : from;
    Instant firstMinute = step == Step.MINUTE ? from : minutes;
    Tuple values = Tuple.of(tenant.id());
    values.addUUID(key == null ? null : key.value());
    return values
        .addValue(Columns.required(from))
        .addValue(Columns.required(to))
        .addValue(Columns.required(firstHour))
        .addValue(Columns.required(firstMinute));
  }

  private static Point point(Row row) {
    return new Point(
        row.getOffsetDateTime("start").toInstant(),
        row.getString("grp"),
        row.getLong("calls"),
        row.getLong("refused"),
        List.of(row.getArrayOfLongs("histogram")));
  }

  private static KeyTotal total(Row row) {
    UUID id = row.getUUID("key_id");
    return new KeyTotal(
        new KeyId(id), row.getString("name"), row.getLong("calls"), row.getLong("refused"));
  }
}
