// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.Attribution;
import dev.latchkey.keys.LedgerException;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.Webhook;
import dev.latchkey.keys.WebhookLedger;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Webhooks and their queue in the primary. */
final class PgWebhookLedger implements WebhookLedger {
  private static final String INSERT =
      """
      INSERT INTO latchkey.webhook (id, tenant, url, events, enabled, created_at, created_by)
      VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING *
      """;

  private static final String QUEUE =
      """
      INSERT INTO latchkey.webhook_delivery (webhook_id, tenant, type, payload, created_at, next_at)
      SELECT id, tenant, $3, $4, $5, $5 FROM latchkey.webhook WHERE id = $1 AND tenant = $2
      RETURNING *
      """;

  private static final String REQUEUE =
      """
      UPDATE latchkey.webhook_delivery
      SET state = 'pending', attempts = 0, next_at = $4, ended_at = NULL, error = NULL
      WHERE id = $3 AND webhook_id = $1 AND tenant = $2 RETURNING *
      """;

  private static final String TAKE =
      """
      WITH due AS (
        SELECT d.id FROM latchkey.webhook_delivery d
        WHERE d.state = 'pending' AND d.next_at <= $1
        ORDER BY d.next_at LIMIT $3 FOR UPDATE SKIP LOCKED
      )
      UPDATE latchkey.webhook_delivery d SET next_at = $2
      FROM due, latchkey.webhook w WHERE d.id = due.id AND w.id = d.webhook_id
      RETURNING d.id AS delivery_id, d.attempts, d.payload::text AS payload, d.next_at, w.*
      """;

  private static final String ENDED =
      """
      UPDATE latchkey.webhook_delivery SET attempts = attempts + 1, state = $2, status = $3,
        error = $4, next_at = coalesce($5, next_at), ended_at = $6
      WHERE id = $1 AND state = 'pending' AND next_at = $7
      """;

  private final BoundedPool pool;
  private final InstantSource clock;

  PgWebhookLedger(BoundedPool pool, InstantSource clock) {
    this.pool = pool;
    this.clock = clock;
  }

  @Override
  public Future<Webhook> create(Attribution by, Webhook webhook) {
    Tuple values = Tuple.of(webhook.id(), by.tenant().id(), webhook.url());
    values.addArrayOfString(webhook.events().toArray(String[]::new)).addValue(webhook.enabled());
    values.addValue(Columns.required(webhook.createdAt())).addValue(webhook.createdBy());
    return changed(by, "webhook.create", webhook.id(), sql -> run(sql, INSERT, values))
        .map(WebhookRows::webhook);
  }

  @Override
  public Future<List<Webhook>> list(Tenant tenant) {
    return rows(
            "SELECT * FROM latchkey.webhook WHERE tenant = $1 ORDER BY created_at, id LIMIT 1000",
            Tuple.of(tenant.id()))
        .map(rows -> WebhookRows.all(rows, WebhookRows::webhook));
  }

  @Override
  public Future<Webhook> read(Tenant tenant, UUID id) {
    return rows(
            "SELECT * FROM latchkey.webhook WHERE id = $1 AND tenant = $2",
            Tuple.of(id, tenant.id()))
        .map(rows -> WebhookRows.webhook(only(rows)));
  }

  @Override
  public Future<Webhook> update(Attribution by, Webhook webhook) {
    Tuple values = Tuple.of(webhook.id(), by.tenant().id(), webhook.url());
    values.addArrayOfString(webhook.events().toArray(String[]::new)).addValue(webhook.enabled());
    String update =
        "UPDATE latchkey.webhook SET url = $3, events = $4, enabled = $5"
            + " WHERE id = $1 AND tenant = $2 RETURNING *";
    return changed(by, "webhook.update", webhook.id(), sql -> run(sql, update, values))
        .map(WebhookRows::webhook);
  }

  @Override
  public Future<Void> delete(Attribution by, UUID id) {
    String delete = "DELETE FROM latchkey.webhook WHERE id = $1 AND tenant = $2 RETURNING *";
    return changed(
            by, "webhook.delete", id, sql -> run(sql, delete, Tuple.of(id, by.tenant().id())))
        .mapEmpty();
  }

  @Override
  public Future<List<Delivery>> deliveries(Tenant tenant, UUID webhook, int most) {
    return read(tenant, webhook)
        .compose(
            known ->
                rows(
                    "SELECT * FROM latchkey.webhook_delivery WHERE webhook_id = $1"
                        + " ORDER BY created_at DESC, id DESC LIMIT $2",
                    Tuple.of(webhook, most)))
        .map(rows -> WebhookRows.all(rows, WebhookRows::delivery));
  }

  @Override
  public Future<Delivery> test(Attribution by, UUID webhook) {
    Instant now = clock.instant();
    JsonObject payload =
        new JsonObject()
            .put("id", UUID.randomUUID().toString())
            .put("type", "webhook.test")
            .put("time", now.toString())
            .put("tenant", by.tenant().id());
    Tuple values = Tuple.of(webhook, by.tenant().id(), "webhook.test", payload);
    values.addValue(Columns.required(now));
    return rows(QUEUE, values).map(rows -> WebhookRows.delivery(only(rows)));
  }

  @Override
  public Future<Delivery> redeliver(Attribution by, UUID webhook, UUID delivery) {
    Tuple values = Tuple.of(webhook, by.tenant().id(), delivery);
    values.addValue(Columns.required(clock.instant()));
    return rows(REQUEUE, values).map(rows -> WebhookRows.delivery(only(rows)));
  }

  @Override
  public Future<List<Due>> takeDue(int most, Duration lease) {
    Instant now = clock.instant();
    return rows(TAKE, Tuple.of(Columns.required(now), Columns.required(now.plus(lease)), most))
        .map(rows -> WebhookRows.all(rows, WebhookRows::due));
  }

  @Override
  public Future<Void> ended(Due due, Attempt attempt) {
    boolean over = attempt.delivered() || attempt.retryAt() == null;
    String state = attempt.delivered() ? "delivered" : over ? "dead" : "pending";
    Tuple values = Tuple.of(due.id(), state).addInteger(attempt.status());
    values.addString(attempt.error()).addValue(Columns.time(attempt.retryAt()));
    values.addValue(over ? Columns.required(clock.instant()) : null);
    values.addValue(Columns.required(due.leasedUntil()));
    return rows(ENDED, values).mapEmpty();
  }

  /** A change that must meet a row, and its line in the audit trail, in one transaction. */
  private Future<Row> changed(
      Attribution by, String action, UUID id, Function<SqlConnection, Future<RowSet<Row>>> change) {
    return pool.inTransaction(
            sql ->
                change
                    .apply(sql)
                    .map(PgWebhookLedger::only)
                    .compose(
                        row ->
                            AuditRows.add(
                                    sql,
                                    clock.instant(),
                                    by,
                                    action,
                                    "webhook",
                                    id.toString(),
                                    new JsonObject(),
                                    "success")
                                .map(row)))
        .recover(PgWebhookLedger::fault);
  }

  private Future<RowSet<Row>> rows(String query, Tuple values) {
    return pool.use(sql -> run(sql, query, values)).recover(PgWebhookLedger::fault);
  }

  private static Future<RowSet<Row>> run(SqlConnection sql, String query, Tuple values) {
    return sql.preparedQuery(query).execute(values);
  }

  private static Row only(RowSet<Row> rows) {
    if (rows.size() == 0) {
      throw new LedgerException(LedgerException.Reason.NOT_FOUND, "no such webhook or delivery");
    }
    return rows.iterator().next();
  }

  private static <T> Future<T> fault(Throwable fault) {
    return Future.failedFuture(
        fault instanceof LedgerException
            ? fault
            : new LedgerException(LedgerException.Reason.UNAVAILABLE, Faults.describe(fault)));
  }
}
