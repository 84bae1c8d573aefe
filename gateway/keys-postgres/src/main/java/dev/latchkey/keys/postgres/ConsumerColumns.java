// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.ConsumerLedger;
import dev.latchkey.keys.ConsumerRecord;
import dev.latchkey.keys.Tenant;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A consumer as its row, as a page of them, and as the difference between two states. */
final class ConsumerColumns {
  /** Callers add WHERE; c stands for the consumer. */
  static final String SELECT =
      """
      SELECT c.*, (
        SELECT count(*) FROM latchkey.api_key k
        WHERE k.consumer_id = c.id AND k.revoked_at IS NULL) AS keys, (
        SELECT coalesce(json_agg(json_build_object(
            'quota', u.quota, 'period', u.period, 'start', u.starts, 'taken', u.taken)), '[]')
        FROM (
          SELECT DISTINCT ON (q.quota, q.period) q.quota, q.period, q.starts, q.taken
          FROM latchkey.quota_use q WHERE q.key_id = c.id
          ORDER BY q.quota, q.period, q.starts DESC) u) AS quota_use
      FROM latchkey.consumer c
      """;

  private ConsumerColumns() {}

  static ConsumerRecord read(Row row) {
    return new ConsumerRecord(
        row.getUUID("id"),
        new Tenant(row.getString("tenant")),
        row.getString("external_id"),
        row.getString("name"),
        row.getString("owner"),
        row.getString("team"),
        row.getString("plan"),
        LimitJson.read(row.getJsonArray("limits")),
        row.getJsonObject("metadata").getMap(),
        Columns.texts(row, "tags"),
        new ApiKey.Stamp(
            row.getOffsetDateTime("created_at").toInstant(), row.getString("created_by")),
        new ApiKey.Stamp(
            row.getOffsetDateTime("updated_at").toInstant(), row.getString("updated_by")),
        row.getLong("keys"),
        QuotaJson.uses(row.getJsonArray("quota_use")),
        row.getLong("version"));
  }

  /** Asks for one row more than a page holds, to know whether there are more. */
  static SqlText list(Tenant tenant, ConsumerLedger.Query query) {
    SqlText text = new SqlText(SELECT + " WHERE c.tenant = $1", tenant.id());
    text.and("c.team = ", query.team());
    text.and("c.owner = ", query.owner());
    text.and("c.external_id = ", query.externalId());
    if (query.tag() != null) {
      text.add(" AND ").parameter(query.tag()).add(" = ANY (c.tags)");
    }
    if (query.text() != null) {
      text.add(" AND strpos(latchkey.fold(c.external_id || ' ' || coalesce(c.name, '')), ");
      text.add("latchkey.fold(").parameter(query.text()).add(")) > 0");
    }
    if (query.after() != null && query.afterId() != null) {
      text.add(" AND (c.created_at, c.id) < (").parameter(Columns.required(query.after()));
      text.add(", ").parameter(query.afterId()).add(")");
    }
    text.add(" ORDER BY c.created_at DESC, c.id DESC LIMIT ");
    return text.parameter(query.limit() + 1);
  }

  static JsonObject diff(@Nullable ConsumerRecord before, @Nullable ConsumerRecord after) {
    Map<String, @Nullable Object> old = fields(before);
    Map<String, @Nullable Object> now = fields(after);
    JsonObject diff = new JsonObject();
    (after == null ? old : now)
        .keySet()
        .forEach(
            name -> {
              if (!Objects.equals(old.get(name), now.get(name))) {
                diff.put(
                    name,
                    new JsonObject().put("before", old.get(name)).put("after", now.get(name)));
              }
            });
    return diff;
  }

  private static Map<String, @Nullable Object> fields(@Nullable ConsumerRecord consumer) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (consumer != null) {
      fields.put("externalId", consumer.externalId());
      fields.put("name", consumer.name());
      fields.put("owner", consumer.owner());
      fields.put("team", consumer.team());
      fields.put("plan", consumer.plan());
      fields.put("rateLimits", LimitJson.write(consumer.limits()));
      fields.put("metadata", new JsonObject(consumer.metadata()));
      fields.put("tags", new JsonArray(consumer.tags()));
    }
    return fields;
  }
}
