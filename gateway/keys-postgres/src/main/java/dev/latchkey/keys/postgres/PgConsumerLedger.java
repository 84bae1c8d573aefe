// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static dev.latchkey.keys.LedgerException.Reason.INVALID_STATE;
import static dev.latchkey.keys.LedgerException.Reason.NOT_FOUND;
import static dev.latchkey.keys.postgres.LedgerFaults.answered;

import dev.latchkey.keys.Attribution;
import dev.latchkey.keys.ConsumerLedger;
import dev.latchkey.keys.ConsumerRecord;
import dev.latchkey.keys.IfVersion;
import dev.latchkey.keys.LedgerException;
import dev.latchkey.keys.Page;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Consumers, each change with its audit row; a trigger tells the gateways what concerns them. */
final class PgConsumerLedger implements ConsumerLedger {
  private static final String INSERT =
      """
      INSERT INTO latchkey.consumer (
        id, tenant, external_id, name, owner, team, limits, metadata, tags,
        created_at, created_by, updated_at, updated_by, plan)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $10, $11, $12)
      """;
  private static final String UPDATE =
      """
      UPDATE latchkey.consumer SET external_id = $3, name = $4, owner = $5, team = $6, limits = $7,
        metadata = $8, tags = $9, updated_at = $10, updated_by = $11, plan = $12,
        version = version + 1
      WHERE id = $1 AND tenant = $2
      """;

  private final TenantPool pool;
  private final InstantSource clock;

  PgConsumerLedger(BoundedPool pool, InstantSource clock) {
    this.pool = new TenantPool(pool);
    this.clock = clock;
  }

  @Override
  public Future<ConsumerRecord> create(Attribution by, ConsumerRecord consumer) {
    Instant now = now();
    return answered(
        pool.in(
            by.tenant(),
            sql ->
                sql.preparedQuery(INSERT)
                    .execute(values(by, consumer, now))
                    .compose(done -> select(sql, by.tenant(), consumer.id(), ""))
                    .compose(
                        stored ->
                            audit(sql, by, now, "consumer.create", null, stored).map(stored))));
  }

  @Override
  public Future<ConsumerRecord> read(Tenant tenant, UUID id) {
    return answered(pool.in(tenant, sql -> select(sql, tenant, id, "")));
  }

  @Override
  public Future<Page<ConsumerRecord>> list(Tenant tenant, Query query) {
    SqlText text = ConsumerColumns.list(tenant, query);
    return answered(
        pool.in(
            tenant,
            sql ->
                sql.preparedQuery(text.sql())
                    .execute(text.parameters())
                    .map(rows -> page(rows, query.limit()))));
  }

  @Override
  public Future<ConsumerRecord> change(
      Attribution by, UUID id, IfVersion ifVersion, UnaryOperator<ConsumerRecord> change) {
    Instant now = now();
    return answered(
        pool.in(
            by.tenant(),
            sql ->
                select(sql, by.tenant(), id, " FOR UPDATE OF c")
                    .compose(
                        current -> {
                          LedgerFaults.requireVersion("consumer", current.version(), ifVersion);
                          ConsumerRecord next = change.apply(current);
                          return next.equals(current)
                              ? Future.succeededFuture(current)
                              : write(sql, by, now, current, next);
                        })));
  }

  @Override
  public Future<Void> remove(Attribution by, UUID id, IfVersion ifVersion) {
    Instant now = now();
    return answered(
        pool.in(
            by.tenant(),
            sql ->
                select(sql, by.tenant(), id, " FOR UPDATE OF c")
                    .compose(
                        current -> {
                          LedgerFaults.requireVersion("consumer", current.version(), ifVersion);
                          return requireUnused(sql, id)
                              .compose(
                                  ok ->
                                      sql.preparedQuery(
                                              "DELETE FROM latchkey.consumer WHERE id = $1")
                                          .execute(Tuple.of(id)))
                              .compose(
                                  gone -> audit(sql, by, now, "consumer.remove", current, null));
                        })));
  }

  private static Future<ConsumerRecord> write(
      SqlConnection sql, Attribution by, Instant now, ConsumerRecord current, ConsumerRecord next) {
    return sql.preparedQuery(UPDATE)
        .execute(values(by, next, now))
        .compose(done -> select(sql, by.tenant(), next.id(), ""))
        .compose(stored -> audit(sql, by, now, "consumer.update", current, stored).map(stored));
  }

  private static Future<ConsumerRecord> select(
      SqlConnection sql, Tenant tenant, UUID id, String lock) {
    return sql.preparedQuery(ConsumerColumns.SELECT + " WHERE c.tenant = $1 AND c.id = $2" + lock)
        .execute(Tuple.of(tenant.id(), id))
        .map(
            rows -> {
              for (Row row : rows) {
                return ConsumerColumns.read(row);
              }
              throw new LedgerException(NOT_FOUND, "no such consumer");
            });
  }

  private static Future<Void> requireUnused(SqlConnection sql, UUID id) {
    return sql.preparedQuery("SELECT 1 FROM latchkey.api_key WHERE consumer_id = $1 LIMIT 1")
        .execute(Tuple.of(id))
        .map(
            rows -> {
              if (rows.size() > 0) {
                throw new LedgerException(
                    INVALID_STATE, "keys belong to this consumer; purge or move them first");
              }
              return null;
            });
  }

  private static Future<Void> audit(
      SqlConnection sql,
      Attribution by,
      Instant now,
      String action,
      @Nullable ConsumerRecord before,
      @Nullable ConsumerRecord after) {
    ConsumerRecord either = after == null ? before : after;
    String id = either == null ? "" : either.id().toString();
    JsonObject diff = ConsumerColumns.diff(before, after);
    return AuditRows.add(sql, now, by, action, "consumer", id, diff, "success");
  }

  private static Tuple values(Attribution by, ConsumerRecord consumer, Instant now) {
    return Tuple.tuple()
        .addValue(consumer.id())
        .addValue(by.tenant().id())
        .addValue(consumer.externalId())
        .addValue(consumer.name())
        .addValue(consumer.owner())
        .addValue(consumer.team())
        .addValue(LimitJson.write(consumer.limits()))
        .addValue(new JsonObject(consumer.metadata()))
        .addValue(consumer.tags().toArray(String[]::new))
        .addValue(Columns.required(now))
        .addValue(by.actor().id())
        .addValue(consumer.plan());
  }

  private static Page<ConsumerRecord> page(RowSet<Row> rows, int limit) {
    List<ConsumerRecord> consumers = new ArrayList<>();
    rows.forEach(row -> consumers.add(ConsumerColumns.read(row)));
    boolean more = consumers.size() > limit;
    return new Page<>(more ? consumers.subList(0, limit) : consumers, more);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
