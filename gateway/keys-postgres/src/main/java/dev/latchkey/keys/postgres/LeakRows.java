// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.Bait;
import dev.latchkey.keys.Hint;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Page;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.leaks.Decoy;
import dev.latchkey.keys.leaks.DecoyUse;
import dev.latchkey.keys.leaks.LeakReport;
import dev.latchkey.keys.leaks.Leaks.Position;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows of reports and decoys, and what audit rows say of them. */
final class LeakRows {
  private LeakRows() {}

  static SqlText page(
      String table, String time, Tenant tenant, @Nullable Position after, int limit) {
    SqlText text = new SqlText("SELECT * FROM " + table + " WHERE tenant = $1", tenant.id());
    if (after != null) {
      text.add(" AND (" + time + ", id) < (").parameter(Columns.required(after.at()));
      text.add(", ").parameter(after.id()).add(")");
    }
    return text.add(" ORDER BY " + time + " DESC, id DESC LIMIT ").parameter(limit + 1);
  }

  static <T> Page<T> page(RowSet<Row> rows, Function<Row, T> read, int limit) {
    List<T> all = new ArrayList<>();
    rows.forEach(row -> all.add(read.apply(row)));
    boolean more = all.size() > limit;
    return new Page<>(more ? all.subList(0, limit) : all, more);
  }

  static LeakReport report(Row row) {
    return new LeakReport(
        row.getUUID("id"),
        new Tenant(row.getString("tenant")),
        new KeyId(row.getUUID("key_id")),
        row.getString("source"),
        row.getString("url"),
        row.getString("kind"),
        row.getString("action"),
        row.getOffsetDateTime("reported_at").toInstant());
  }

  static Decoy decoy(Row row) {
    return new Decoy(
        new Bait(
            new KeyId(row.getUUID("id")),
            new Tenant(row.getString("tenant")),
            row.getString("profile"),
            row.getString("name")),
        new Hint(
            row.getString("hint_prefix"), row.getString("hint_start"), row.getString("hint_end")),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getString("created_by"),
        Columns.instant(row, "last_used_at"),
        row.getLong("uses"));
  }

  static JsonObject facts(LeakReport report) {
    return new JsonObject()
        .put("source", now(report.source()))
        .put("url", now(report.url()))
        .put("action", now(report.action()));
  }

  static JsonObject facts(Decoy decoy) {
    return new JsonObject()
        .put("profile", now(decoy.bait().profile()))
        .put("name", now(decoy.bait().name()));
  }

  static JsonObject facts(DecoyUse use) {
    return new JsonObject()
        .put("where", now(use.where()))
        .put("method", now(use.method()))
        .put("path", now(use.path()))
        .put("userAgent", now(use.userAgent()));
  }

  private static JsonObject now(@Nullable String value) {
    return new JsonObject().putNull("before").put("after", value);
  }
}
