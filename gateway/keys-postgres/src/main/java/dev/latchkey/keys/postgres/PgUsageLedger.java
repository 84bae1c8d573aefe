// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.UsageLedger;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Counts of calls, one statement for many. A node writes rows of its own only. */
final class PgUsageLedger implements UsageLedger {
  private static final String NO_PARTITION = "23514";

  private static final String ADD =
      """
      INSERT INTO latchkey.usage_minute AS u
        (tenant, key_id, at, node, route, status_class, outcome, calls, histogram)
      SELECT c.tenant, c.key_id, $1, $2, c.route, c.status_class, c.outcome, c.calls,
        c.histogram::bigint[]
      FROM unnest($3::text[], $4::uuid[], $5::text[], $6::smallint[], $7::text[], $8::bigint[],
        $9::text[]) AS c (tenant, key_id, route, status_class, outcome, calls, histogram)
      ON CONFLICT (tenant, key_id, at, node, route, status_class, outcome) DO UPDATE SET
        calls = u.calls + excluded.calls,
        histogram = latchkey.add_histograms(u.histogram, excluded.histogram)
      """;

  private static final String ROLL_UP =
      """
      SELECT latchkey.roll_up_usage($1, make_interval(secs => $2), make_interval(secs => $3),
        make_interval(secs => $4), make_interval(secs => $5))
      """;

  private final BoundedPool pool;
  private final InstantSource clock;
  private final UUID node = UUID.randomUUID();

  PgUsageLedger(BoundedPool pool, InstantSource clock) {
    this.pool = pool;
    this.clock = clock;
  }

  @Override
  public Future<Void> add(Instant minute, List<Count> counts) {
    if (counts.isEmpty()) {
      return Future.succeededFuture();
    }
    Tuple values =
        Tuple.of(
            Columns.required(minute),
            node,
            texts(counts, count -> count.tenant().id()),
            counts.stream().map(count -> count.key().value()).toArray(UUID[]::new),
            texts(counts, Count::route),
            counts.stream().map(count -> (short) count.statusClass()).toArray(Short[]::new),
            texts(counts, Count::outcome),
            counts.stream().map(Count::calls).toArray(Long[]::new),
            texts(counts, PgUsageLedger::histogram));
    return execute(values)
        .recover(
            fault ->
                Faults.sqlState(fault).equals(NO_PARTITION)
                    ? prepare().compose(done -> execute(values))
                    : Future.failedFuture(fault))
        .recover(PgUsageLedger::away);
  }

  @Override
  public Future<Void> rollUp(Retention keep) {
    Tuple values = Tuple.of(Columns.required(clock.instant()));
    values.addValue((double) keep.minutes().toSeconds());
    values.addValue((double) keep.hours().toSeconds());
    values.addValue((double) keep.days().toSeconds());
    values.addValue((double) keep.calls().toSeconds());
    return pool.use(sql -> sql.preparedQuery(ROLL_UP).execute(values))
        .<Void>mapEmpty()
        .recover(PgUsageLedger::away);
  }

  private Future<Void> execute(Tuple values) {
    return pool.use(sql -> sql.preparedQuery(ADD).execute(values)).mapEmpty();
  }

  /** The first node of a new day makes room for it. */
  private Future<Void> prepare() {
    return pool.use(
            sql ->
                sql.preparedQuery("SELECT latchkey.prepare_usage($1)")
                    .execute(Tuple.of(Columns.required(clock.instant()))))
        .mapEmpty();
  }

  private static String[] texts(List<Count> counts, Function<Count, String> text) {
    return counts.stream().map(text).toArray(String[]::new);
  }

  private static String histogram(Count count) {
    return Arrays.stream(count.histogram())
        .mapToObj(Long::toString)
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static <T> Future<T> away(Throwable fault) {
    return Future.failedFuture(
        new StoreException(StoreException.Reason.UNAVAILABLE, Faults.describe(fault)));
  }
}
