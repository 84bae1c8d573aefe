// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.calls.CallRecord;
import dev.latchkey.keys.calls.CallRecords;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Single calls in partitions of a day, which are dropped whole. */
final class PgCallRecords implements CallRecords {
  private static final String NO_PARTITION = "23514";

  private static final String ADD =
      """
      INSERT INTO latchkey.call_record (at, request_id, tenant, key_id, route, method, path, client,
        status, code, cause, named, shadow, duration_micros)
      SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::uuid[], $5::text[],
        $6::text[], $7::text[], $8::text[], $9::smallint[], $10::text[], $11::text[], $12::text[],
        $13::text[], $14::bigint[])
      """;

  private static final String REFUSAL =
      """
      SELECT * FROM latchkey.call_record
      WHERE request_id = $2 AND code IS NOT NULL AND at >= $3 AND (tenant = $1 OR tenant IS NULL)
      ORDER BY at DESC LIMIT 1
      """;

  private static final String RECENT =
      """
      SELECT * FROM latchkey.call_record WHERE tenant = $1 AND key_id = $2 AND at >= $3
      ORDER BY at DESC LIMIT $4
      """;

  private static final String SOURCES =
      """
      SELECT client, route, count(*) AS calls, max(at) AS last_at FROM latchkey.call_record
      WHERE tenant = $1 AND key_id = $2 AND at >= $3
      GROUP BY client, route ORDER BY calls DESC, last_at DESC LIMIT $4
      """;

  private final BoundedPool pool;
  private final TenantPool tenants;
  private final InstantSource clock;

  PgCallRecords(BoundedPool pool, InstantSource clock) {
    this.pool = pool;
    this.tenants = new TenantPool(pool);
    this.clock = clock;
  }

  @Override
  public Future<Void> add(List<CallRecord> calls) {
    if (calls.isEmpty()) {
      return Future.succeededFuture();
    }
    Tuple values = values(calls);
    return execute(values)
        .recover(
            fault ->
                Faults.sqlState(fault).equals(NO_PARTITION)
                    ? prepare().compose(done -> execute(values))
                    : Future.failedFuture(fault))
        .recover(
            fault ->
                Future.failedFuture(
                    new StoreException(StoreException.Reason.UNAVAILABLE, Faults.describe(fault))));
  }

  @Override
  public Future<Optional<CallRecord>> refusal(Tenant tenant, String requestId, Instant since) {
    return read(tenant, REFUSAL, Tuple.of(tenant.id(), requestId, Columns.required(since)))
        .map(rows -> all(rows, PgCallRecords::call).stream().findFirst());
  }

  @Override
  public Future<List<CallRecord>> recent(Tenant tenant, KeyId key, Instant since, int most) {
    return read(tenant, RECENT, Tuple.of(tenant.id(), key.value(), Columns.required(since), most))
        .map(rows -> all(rows, PgCallRecords::call));
  }

  @Override
  public Future<List<Source>> sources(Tenant tenant, KeyId key, Instant since, int most) {
    return read(tenant, SOURCES, Tuple.of(tenant.id(), key.value(), Columns.required(since), most))
        .map(rows -> all(rows, PgCallRecords::source));
  }

  private Future<RowSet<Row>> read(Tenant tenant, String query, Tuple values) {
    return LedgerFaults.answered(
        tenants.in(tenant, sql -> sql.preparedQuery(query).execute(values)));
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

  private static Tuple values(List<CallRecord> calls) {
    OffsetDateTime[] times =
        calls.stream().map(call -> Columns.required(call.at())).toArray(OffsetDateTime[]::new);
    UUID[] keys =
        calls.stream()
            .map(call -> call.key() == null ? null : call.key().value())
            .toArray(UUID[]::new);
    return Tuple.tuple()
        .addArrayOfOffsetDateTime(times)
        .addArrayOfString(texts(calls, CallRecord::requestId))
        .addArrayOfString(texts(calls, call -> call.tenant() == null ? null : call.tenant().id()))
        .addArrayOfUUID(keys)
        .addArrayOfString(texts(calls, CallRecord::route))
        .addArrayOfString(texts(calls, CallRecord::method))
        .addArrayOfString(texts(calls, CallRecord::path))
        .addArrayOfString(texts(calls, CallRecord::client))
        .addArrayOfShort(calls.stream().map(call -> (short) call.status()).toArray(Short[]::new))
        .addArrayOfString(texts(calls, CallRecord::code))
        .addArrayOfString(texts(calls, CallRecord::cause))
        .addArrayOfString(texts(calls, PgCallRecords::named))
        .addArrayOfString(texts(calls, CallRecord::shadow))
        .addArrayOfLong(calls.stream().map(CallRecord::durationMicros).toArray(Long[]::new));
  }

  private static String[] texts(
      List<CallRecord> calls, Function<CallRecord, @Nullable String> text) {
    return calls.stream().map(text).toArray(String[]::new);
  }

  /** No scope's id and no limit's name has a blank. */
  private static @Nullable String named(CallRecord call) {
    return call.named().isEmpty() ? null : String.join(" ", call.named());
  }

  private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> reader) {
    List<T> read = new ArrayList<>();
    rows.forEach(row -> read.add(reader.apply(row)));
    return read;
  }

  private static CallRecord call(Row row) {
    String tenant = row.getString("tenant");
    UUID key = row.getUUID("key_id");
    String named = row.getString("named");
    return new CallRecord(
        row.getOffsetDateTime("at").toInstant(),
        row.getString("request_id"),
        tenant == null ? null : new Tenant(tenant),
        key == null ? null : new KeyId(key),
        row.getString("route"),
        row.getString("method"),
        row.getString("path"),
        row.getString("client"),
        row.getShort("status"),
        row.getString("code"),
        row.getString("cause"),
        named == null ? List.of() : List.of(named.split(" ", -1)),
        row.getString("shadow"),
        row.getLong("duration_micros"));
  }

  private static Source source(Row row) {
    return new Source(
        row.getString("client"),
        row.getString("route"),
        row.getLong("calls"),
        row.getOffsetDateTime("last_at").toInstant());
  }
}
