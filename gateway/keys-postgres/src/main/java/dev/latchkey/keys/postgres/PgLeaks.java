// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.Actor;
import dev.latchkey.keys.Attribution;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyHasher;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.LedgerException;
import dev.latchkey.keys.Page;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.leaks.Decoy;
import dev.latchkey.keys.leaks.DecoyUse;
import dev.latchkey.keys.leaks.Exposed;
import dev.latchkey.keys.leaks.LeakReport;
import dev.latchkey.keys.leaks.Leaks;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Leaked keys and decoys in PostgreSQL. */
final class PgLeaks implements Leaks {
  private static final String FIND =
      """
      SELECT k.tenant, k.id, k.profile, false AS decoy
      FROM latchkey.api_key_secret s JOIN latchkey.api_key k ON k.id = s.key_id
      WHERE s.digest = ANY ($1)
      UNION ALL
      SELECT d.tenant, d.id, d.profile, true FROM latchkey.decoy d WHERE d.digest = ANY ($1)
      LIMIT 1
      """;

  private static final String KEEP =
      """
      INSERT INTO latchkey.leak_report (id, tenant, key_id, source, url, kind, action, reported_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT ON CONSTRAINT leak_report_once DO NOTHING
      """;

  private static final String LAY =
      """
      INSERT INTO latchkey.decoy (id, tenant, profile, name, hint_prefix, hint_start, hint_end,
        digest, pepper, created_at, created_by)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
      """;

  private static final String TRIED =
      """
      UPDATE latchkey.decoy SET uses = uses + 1, last_used_at = greatest(last_used_at, $2)
      WHERE id = $1
      """;

  private final BoundedPool pool;
  private final KeyHasher hasher;
  private final InstantSource clock;

  PgLeaks(BoundedPool pool, KeyHasher hasher, InstantSource clock) {
    this.pool = pool;
    this.hasher = hasher;
    this.clock = clock;
  }

  @Override
  public Future<Optional<Exposed>> find(KeyDigest digest) {
    Buffer[] candidates =
        hasher.candidates(digest).stream().map(Buffer::buffer).toArray(Buffer[]::new);
    return LedgerFaults.answered(
        pool.use(
            sql ->
                sql.preparedQuery(FIND)
                    .execute(Tuple.of((Object) candidates))
                    .map(PgLeaks::exposed)));
  }

  @Override
  public Future<Boolean> keep(Attribution by, LeakReport report) {
    Tuple values = Tuple.of(report.id(), report.tenant().id(), report.key().value());
    values.addValue(report.source()).addValue(report.url()).addValue(report.kind());
    values.addValue(report.action()).addValue(Columns.required(report.reportedAt()));
    return LedgerFaults.answered(
        pool.inTransaction(
            sql ->
                sql.preparedQuery(KEEP)
                    .execute(values)
                    .compose(
                        done ->
                            done.rowCount() == 0
                                ? Future.succeededFuture(false)
                                : AuditRows.add(
                                        sql,
                                        report.reportedAt(),
                                        by,
                                        "key.leak_reported",
                                        report.key().toString(),
                                        LeakRows.facts(report))
                                    .map(true))));
  }

  @Override
  public Future<Page<LeakReport>> reports(Tenant tenant, @Nullable Position after, int limit) {
    SqlText text = LeakRows.page("latchkey.leak_report", "reported_at", tenant, after, limit);
    return LedgerFaults.answered(
        pool.use(
            sql ->
                sql.preparedQuery(text.sql())
                    .execute(text.parameters())
                    .map(rows -> LeakRows.page(rows, LeakRows::report, limit))));
  }

  @Override
  public Future<Decoy> lay(Attribution by, Decoy decoy, KeyDigest digest) {
    Tuple values = Tuple.of(decoy.bait().id().value(), by.tenant().id());
    values.addValue(decoy.bait().profile()).addValue(decoy.bait().name());
    values.addValue(decoy.hint().prefix()).addValue(decoy.hint().start());
    values.addValue(decoy.hint().end()).addValue(Buffer.buffer(hasher.stored(digest)));
    values.addValue(hasher.fingerprint()).addValue(Columns.required(decoy.createdAt()));
    values.addValue(decoy.createdBy());
    return LedgerFaults.answered(
        pool.inTransaction(
            sql ->
                sql.preparedQuery(LAY)
                    .execute(values)
                    .compose(
                        done ->
                            AuditRows.add(
                                sql,
                                decoy.createdAt(),
                                by,
                                "decoy.create",
                                "decoy",
                                decoy.bait().id().toString(),
                                LeakRows.facts(decoy),
                                "success"))
                    .map(decoy)));
  }

  @Override
  public Future<Page<Decoy>> decoys(Tenant tenant, @Nullable Position after, int limit) {
    SqlText text = LeakRows.page("latchkey.decoy", "created_at", tenant, after, limit);
    return LedgerFaults.answered(
        pool.use(
            sql ->
                sql.preparedQuery(text.sql())
                    .execute(text.parameters())
                    .map(rows -> LeakRows.page(rows, LeakRows::decoy, limit))));
  }

  @Override
  public Future<Void> takeAway(Attribution by, KeyId decoy) {
    Instant now = clock.instant();
    return LedgerFaults.answered(
        pool.inTransaction(
            sql ->
                sql.preparedQuery("DELETE FROM latchkey.decoy WHERE id = $1 AND tenant = $2")
                    .execute(Tuple.of(decoy.value(), by.tenant().id()))
                    .compose(
                        rows -> {
                          if (rows.rowCount() == 0) {
                            throw new LedgerException(
                                LedgerException.Reason.NOT_FOUND, "no such decoy");
                          }
                          return AuditRows.add(
                              sql,
                              now,
                              by,
                              "decoy.delete",
                              "decoy",
                              decoy.toString(),
                              new JsonObject(),
                              "success");
                        })));
  }

  @Override
  public Future<Void> tried(DecoyUse use) {
    Actor actor = new Actor(Actor.Type.KEY, use.bait().id().toString(), use.bait().name());
    Attribution by =
        new Attribution(use.bait().tenant(), actor, use.requestId(), use.address(), null);
    return LedgerFaults.answered(
        pool.inTransaction(
            sql ->
                sql.preparedQuery(TRIED)
                    .execute(Tuple.of(use.bait().id().value(), Columns.required(use.at())))
                    .compose(
                        done ->
                            AuditRows.add(
                                sql,
                                use.at(),
                                by,
                                "decoy.used",
                                "decoy",
                                use.bait().id().toString(),
                                LeakRows.facts(use),
                                "key_invalid"))));
  }

  private static Optional<Exposed> exposed(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return Optional.empty();
    }
    Row row = rows.iterator().next();
    return Optional.of(
        new Exposed(
            new Tenant(row.getString("tenant")),
            new KeyId(row.getUUID("id")),
            row.getString("profile"),
            row.getBoolean("decoy")));
  }
}
