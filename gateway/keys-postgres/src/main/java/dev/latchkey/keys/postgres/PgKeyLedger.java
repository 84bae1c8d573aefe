// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static dev.latchkey.keys.LedgerException.Reason.DUPLICATE_SECRET;
import static dev.latchkey.keys.LedgerException.Reason.INVALID_STATE;
import static dev.latchkey.keys.LedgerException.Reason.NAME_TAKEN;
import static dev.latchkey.keys.LedgerException.Reason.PRECONDITION_FAILED;
import static dev.latchkey.keys.LedgerException.Reason.UNAVAILABLE;
import static dev.latchkey.keys.LedgerException.Reason.UNKNOWN_CONSUMER;

import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.Attribution;
import dev.latchkey.keys.AuditEvent;
import dev.latchkey.keys.AuditQuery;
import dev.latchkey.keys.KeyAction;
import dev.latchkey.keys.KeyHasher;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.KeyLedger;
import dev.latchkey.keys.KeyQuery;
import dev.latchkey.keys.KeyStatus;
import dev.latchkey.keys.LedgerException;
import dev.latchkey.keys.NewKey;
import dev.latchkey.keys.Page;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys as the control plane changes them. A change locks its key's row first, so that what an
 * action decides on is what is there; the tables' triggers number it and wake the gateways.
 */
final class PgKeyLedger implements KeyLedger {
  private static final Logger log = LoggerFactory.getLogger(PgKeyLedger.class);

  private final BoundedPool pool;
  private final KeyWrites writes;
  private final InstantSource clock;

  PgKeyLedger(BoundedPool pool, KeyHasher hasher, InstantSource clock) {
    this.pool = pool;
    this.writes = new KeyWrites(hasher);
    this.clock = clock;
  }

  @Override
  public Future<ApiKey> create(Attribution by, NewKey made) {
    Instant now = now();
    ApiKey key = made.key();
    return answered(
        pool.inTransaction(
            sql ->
                KeyReads.requireConsumer(sql, by.tenant(), key.consumer())
                    .compose(
                        ok -> KeyReads.requireFreeName(sql, by.tenant(), key, made.uniqueName()))
                    .compose(ok -> writes.insert(sql, by.tenant(), made))
                    .compose(ok -> KeyReads.select(sql, by.tenant(), key.id(), now))
                    .compose(
                        stored ->
                            AuditRows.add(
                                    sql,
                                    now,
                                    by,
                                    "key.create",
                                    key.id().toString(),
                                    KeyDiff.of(null, stored))
                                .map(stored))));
  }

  @Override
  public Future<ApiKey> read(Tenant tenant, KeyId id) {
    return answered(pool.use(sql -> KeyReads.select(sql, tenant, id, now())));
  }

  @Override
  public Future<Page<ApiKey>> list(Tenant tenant, KeyQuery query) {
    SqlText text = KeyListSql.of(tenant, query, now());
    return answered(
        pool.use(
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
      Attribution by, KeyId id, @Nullable Long ifVersion, KeyAction action) {
    Instant now = now();
    return answered(
        pool.inTransaction(
            sql ->
                KeyReads.lock(sql, by.tenant(), id)
                    .compose(locked -> KeyReads.select(sql, by.tenant(), id, now))
                    .compose(
                        current -> {
                          requireVersion(current, ifVersion);
                          ApiKey next = action.apply(current, now, by.actor());
                          return next.equals(current)
                              ? Future.succeededFuture(current)
                              : write(sql, by, action, current, next, now);
                        })
                    .compose(
                        key ->
                            KeyReads.revision(sql).map(revision -> new Changed(key, revision)))));
  }

  @Override
  public Future<Void> purge(Attribution by, KeyId id) {
    Instant now = now();
    return answered(
        pool.inTransaction(
            sql ->
                KeyReads.lock(sql, by.tenant(), id)
                    .compose(locked -> KeyReads.select(sql, by.tenant(), id, now))
                    .compose(
                        key -> {
                          requireDead(key, now);
                          return sql.preparedQuery("DELETE FROM latchkey.api_key WHERE id = $1")
                              .execute(Tuple.of(id.value()))
                              .compose(
                                  done ->
                                      AuditRows.add(
                                          sql,
                                          now,
                                          by,
                                          "key.purge",
                                          id.toString(),
                                          KeyDiff.of(key, null)));
                        })));
  }

  @Override
  public Future<Page<AuditEvent>> audit(Tenant tenant, AuditQuery query) {
    return answered(pool.use(sql -> AuditRows.list(sql, tenant, query)));
  }

  private Future<ApiKey> write(
      SqlConnection sql,
      Attribution by,
      KeyAction action,
      ApiKey current,
      ApiKey next,
      Instant now) {
    boolean renamed = !current.name().equals(next.name());
    return KeyReads.requireConsumer(sql, by.tenant(), next.consumer())
        .compose(
            ok -> KeyReads.requireFreeName(sql, by.tenant(), next, renamed && action.uniqueName()))
        .compose(ok -> writes.update(sql, current, next, action, now))
        .compose(ok -> KeyReads.select(sql, by.tenant(), next.id(), now))
        .compose(
            stored ->
                AuditRows.add(
                        sql,
                        now,
                        by,
                        action.verb(),
                        next.id().toString(),
                        KeyDiff.of(current, stored))
                    .map(stored));
  }

  private static void requireVersion(ApiKey key, @Nullable Long version) {
    if (version != null && key.version() != version) {
      throw new LedgerException(
          PRECONDITION_FAILED, "the key is at version " + key.version() + ", not " + version);
    }
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

  /** The work's result, every fault of it as a {@link LedgerException}. */
  static <T> Future<T> answered(Future<T> work) {
    return work.recover(fault -> Future.failedFuture(refusal(fault)));
  }

  private static LedgerException refusal(Throwable fault) {
    if (fault instanceof LedgerException refusal) {
      return refusal;
    }
    return switch (Faults.constraint(fault)) {
      case "api_key_unique_name" -> nameTaken();
      case "api_key_secret_digest" ->
          new LedgerException(DUPLICATE_SECRET, "this secret is already in use");
      case "api_key_consumer" -> new LedgerException(UNKNOWN_CONSUMER, "no such consumer");
      default -> {
        log.warn("the key store did not do as asked: {}", Faults.describe(fault));
        yield new LedgerException(UNAVAILABLE, "the key store cannot be used at the moment");
      }
    };
  }

  private static LedgerException nameTaken() {
    return new LedgerException(NAME_TAKEN, KeyReads.TAKEN);
  }
}
