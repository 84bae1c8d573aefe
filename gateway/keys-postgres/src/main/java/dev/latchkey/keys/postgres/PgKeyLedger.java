// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static dev.latchkey.keys.LedgerException.Reason.INVALID_STATE;

import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.Attribution;
import dev.latchkey.keys.AuditEvent;
import dev.latchkey.keys.AuditQuery;
import dev.latchkey.keys.IfVersion;
import dev.latchkey.keys.ImportOutcome;
import dev.latchkey.keys.KeyAction;
import dev.latchkey.keys.KeyHasher;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.KeyLedger;
import dev.latchkey.keys.KeyQuery;
import dev.latchkey.keys.KeyStatus;
import dev.latchkey.keys.LedgerException;
import dev.latchkey.keys.NewKey;
import dev.latchkey.keys.Page;
import dev.latchkey.keys.Retry;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keys as the control plane changes them. A change locks its key's row first, so that what an
 * action decides on is what is there; the tables' triggers number it and wake the gateways.
 */
final class PgKeyLedger implements KeyLedger {
  private final TenantPool pool;
  private final KeyWrites writes;
  private final KeyImports imports;
  private final InstantSource clock;

  PgKeyLedger(BoundedPool pool, KeyHasher hasher, InstantSource clock) {
    this.pool = new TenantPool(pool);
    this.writes = new KeyWrites(hasher);
    this.imports = new KeyImports(hasher);
    this.clock = clock;
  }

  @Override
  public Future<ApiKey> create(Attribution by, NewKey made, @Nullable Retry retry) {
    Instant now = now();
    ApiKey key = made.key();
    return LedgerFaults.answered(
        pool.in(
            by.tenant(),
            sql ->
                RetryRows.begin(sql, by.tenant(), retry, now)
                    .compose(ok -> KeyReads.requireConsumer(sql, by.tenant(), key.consumer()))
                    .compose(
                        ok -> KeyReads.requireFreeName(sql, by.tenant(), key, made.uniqueName()))
                    .compose(ok -> writes.insert(sql, by.tenant(), made))
                    .compose(ok -> KeyReads.select(sql, by.tenant(), key.id(), now))
                    .compose(
                        stored ->
                            RetryRows.end(sql, by.tenant(), retry, stored, now)
                                .compose(
                                    ok ->
                                        audit(
                                            sql,
                                            now,
                                            by,
                                            "key.create",
                                            key.id(),
                                            KeyDiff.of(null, stored)))
                                .map(stored))));
  }

  @Override
  public Future<List<ImportOutcome>> importAll(Attribution by, List<NewKey> keys) {
    Instant now = now();
    return LedgerFaults.answered(pool.in(by.tenant(), sql -> imports.run(sql, by, keys, now)));
  }

  @Override
  public Future<Optional<Retry.Known>> retried(Tenant tenant, String name) {
    return LedgerFaults.answered(pool.in(tenant, sql -> RetryRows.find(sql, tenant, name, now())));
  }

  @Override
  public Future<ApiKey> read(Tenant tenant, KeyId id) {
    return LedgerFaults.answered(pool.in(tenant, sql -> KeyReads.select(sql, tenant, id, now())));
  }

  @Override
  public Future<Page<ApiKey>> list(Tenant tenant, KeyQuery query) {
    SqlText text = KeyListSql.of(tenant, query, now());
    return LedgerFaults.answered(
        pool.in(
            tenant,
            sql ->
                sql.preparedQuery(text.sql())
                    .execute(text.parameters())
                    .map(
                        rows -> {
                          List<ApiKey> keys = new ArrayList<>();
                          rows.forEach(row -> keys.add(KeyColumns.read(row)));
                          boolean more = keys.size() > query.limit();
                          return new Page<>(more ? keys.subList(0, query.limit()) : keys, more);
                        })));
  }

  @Override
  public Future<Changed> change(
      Attribution by, KeyId id, IfVersion ifVersion, KeyAction action, @Nullable Retry retry) {
    Instant now = now();
    return LedgerFaults.answered(
        pool.in(
            by.tenant(),
            sql ->
                RetryRows.begin(sql, by.tenant(), retry, now)
                    .compose(ok -> KeyReads.lock(sql, by.tenant(), id))
                    .compose(locked -> KeyReads.select(sql, by.tenant(), id, now))
                    .compose(
                        current -> {
                          LedgerFaults.requireVersion("key", current.version(), ifVersion);
                          ApiKey next = action.apply(current, now, by.actor());
                          return next.equals(current)
                              ? Future.succeededFuture(current)
                              : write(sql, by, action, current, next, retry, now);
                        })
                    .compose(
                        key ->
                            KeyReads.revision(sql).map(revision -> new Changed(key, revision)))));
  }

  @Override
  public Future<Void> purge(Attribution by, KeyId id, IfVersion ifVersion) {
    Instant now = now();
    return LedgerFaults.answered(
        pool.in(
            by.tenant(),
            sql ->
                KeyReads.lock(sql, by.tenant(), id)
                    .compose(locked -> KeyReads.select(sql, by.tenant(), id, now))
                    .compose(
                        key -> {
                          LedgerFaults.requireVersion("key", key.version(), ifVersion);
                          requireDead(key, now);
                          return sql.preparedQuery("DELETE FROM latchkey.api_key WHERE id = $1")
                              .execute(Tuple.of(id.value()))
                              .compose(
                                  done ->
                                      audit(sql, now, by, "key.purge", id, KeyDiff.of(key, null)));
                        })));
  }

  @Override
  public Future<Page<AuditEvent>> audit(Tenant tenant, AuditQuery query) {
    return LedgerFaults.answered(pool.in(tenant, sql -> AuditRows.list(sql, tenant, query)));
  }

  private Future<ApiKey> write(
      SqlConnection sql,
      Attribution by,
      KeyAction action,
      ApiKey current,
      ApiKey next,
      @Nullable Retry retry,
      Instant now) {
    boolean renamed = !current.name().equals(next.name());
    return KeyReads.requireConsumer(sql, by.tenant(), next.consumer())
        .compose(
            ok -> KeyReads.requireFreeName(sql, by.tenant(), next, renamed && action.uniqueName()))
        .compose(ok -> writes.update(sql, current, next, action, now))
        .compose(ok -> KeyReads.select(sql, by.tenant(), next.id(), now))
        .compose(
            stored ->
                RetryRows.end(sql, by.tenant(), retry, stored, now)
                    .compose(
                        ok ->
                            audit(
                                sql,
                                now,
                                by,
                                action.verb(),
                                next.id(),
                                KeyDiff.of(current, stored)))
                    .map(stored));
  }

  private static Future<Void> audit(
      SqlConnection sql, Instant now, Attribution by, String verb, KeyId id, JsonObject diff) {
    return AuditRows.add(sql, now, by, verb, id.toString(), diff);
  }

  private static void requireDead(ApiKey key, Instant now) {
    KeyStatus status = key.status(now);
    if (status != KeyStatus.REVOKED && status != KeyStatus.EXPIRED) {
      throw new LedgerException(INVALID_STATE, "only a revoked or expired key can be purged");
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
