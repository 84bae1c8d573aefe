// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.Actor;
import dev.latchkey.keys.Attribution;
import dev.latchkey.keys.AuditEvent;
import dev.latchkey.keys.AuditQuery;
import dev.latchkey.keys.Page;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The audit trail's rows: added in the transaction of the change, listed newest first. */
final class AuditRows {
  private static final String INSERT =
      """
      INSERT INTO latchkey.audit_event (
        at, tenant, actor_type, actor_id, actor_name, action, target_type, target_id, changes,
        reason, request_id, address, outcome)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
      """;

  private AuditRows() {}

  static Future<Void> add(
      SqlConnection sql,
      Instant now,
      Attribution by,
      String action,
      String keyId,
      JsonObject changes) {
    return add(sql, now, by, action, "key", keyId, changes, "success");
  }

  /** A row about anything. */
  static Future<Void> add(
      SqlConnection sql,
      Instant now,
      Attribution by,
      String action,
      String targetType,
      String targetId,
      JsonObject changes,
      String outcome) {
    Tuple values = Tuple.of(Columns.required(now), by.tenant().id(), by.actor().type().name());
    values.addValue(by.actor().id()).addValue(by.actor().name());
    values.addValue(action).addValue(targetType).addValue(targetId).addValue(changes);
    values.addValue(by.reason()).addValue(by.requestId()).addValue(by.address());
    values.addValue(outcome);
    return sql.preparedQuery(INSERT).execute(values).mapEmpty();
  }

  static Future<Page<AuditEvent>> list(SqlConnection sql, Tenant tenant, AuditQuery query) {
    SqlText text = new SqlText("SELECT * FROM latchkey.audit_event WHERE tenant = $1", tenant.id());
    text.and("target_id = ", query.targetId());
    text.and("action = ", query.action());
    text.and("actor_id = ", query.actorId());
    text.and("at >= ", Columns.time(query.from()));
    text.and("at < ", Columns.time(query.until()));
    if (query.afterTime() != null && query.afterId() != null) {
      text.add(" AND (at, id) < (").parameter(Columns.required(query.afterTime()));
      text.add(", ").parameter(query.afterId()).add(")");
    }
    text.add(" ORDER BY at DESC, id DESC LIMIT ").parameter(query.limit() + 1);
    return sql.preparedQuery(text.sql())
        .execute(text.parameters())
        .map(
            rows -> {
              List<AuditEvent> events = new ArrayList<>();
              rows.forEach(row -> events.add(read(row)));
              boolean more = events.size() > query.limit();
              return new Page<>(more ? events.subList(0, query.limit()) : events, more);
            });
  }

  private static AuditEvent read(Row row) {
    return new AuditEvent(
        row.getUUID("id"),
        row.getOffsetDateTime("at").toInstant(),
        new Tenant(row.getString("tenant")),
        new Actor(
            Actor.Type.valueOf(row.getString("actor_type")),
            row.getString("actor_id"),
            row.getString("actor_name")),
        row.getString("action"),
        row.getString("target_type"),
        row.getString("target_id"),
        changes(row.getJsonObject("changes")),
        row.getString("reason"),
        row.getString("request_id"),
        row.getString("address"),
        row.getString("outcome"));
  }

  private static Map<String, AuditEvent.Change> changes(JsonObject stored) {
    Map<String, AuditEvent.Change> changes = new LinkedHashMap<>();
    for (String field : stored.fieldNames()) {
      Map<String, Object> change = stored.getJsonObject(field).getMap();
      changes.put(field, new AuditEvent.Change(change.get("before"), change.get("after")));
    }
    return changes;
  }
}
