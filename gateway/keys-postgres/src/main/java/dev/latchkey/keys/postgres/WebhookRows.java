// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.Webhook;
import dev.latchkey.keys.WebhookLedger.Delivery;
import dev.latchkey.keys.WebhookLedger.Due;
import dev.latchkey.keys.WebhookLedger.State;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Rows of webhooks and deliveries as we have them. */
final class WebhookRows {
  private WebhookRows() {}

  static Webhook webhook(Row row) {
    return new Webhook(
        row.getUUID("id"),
        new Tenant(row.getString("tenant")),
        row.getString("url"),
        Columns.texts(row, "events"),
        row.getBoolean("enabled"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getString("created_by"));
  }

  static Delivery delivery(Row row) {
    return new Delivery(
        row.getUUID("id"),
        row.getString("type"),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getInteger("attempts"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("next_at").toInstant(),
        row.getInteger("status"),
        row.getString("error"),
        Columns.instant(row, "ended_at"));
  }

  static Due due(Row row) {
    return new Due(
        row.getUUID("delivery_id"),
        webhook(row),
        row.getInteger("attempts"),
        row.getString("payload"),
        row.getOffsetDateTime("next_at").toInstant());
  }

  static <T> List<T> all(RowSet<Row> rows, Function<Row, T> reader) {
    List<T> all = new ArrayList<>(rows.size());
    rows.forEach(row -> all.add(reader.apply(row)));
    return all;
  }
}
