// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.Consumer;
import dev.latchkey.keys.Hint;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.StoredSecret;
import dev.latchkey.keys.Tenant;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A whole key as the control plane reads it: one row, its secrets as a JSON array within. */
final class KeyColumns {
  /** Before the keys to read: what {@link #read} wants to see of each. */
  static final String BEGIN =
      """
      SELECT k.*, c.external_id AS consumer, a.last_used_at, s.secrets, q.quota_use,
        l.reported_at AS leaked_at, l.source AS leak_source, f.since AS failing_at
      FROM
      """;

  /**
   * After the keys to read, called k. $1 is the present instant: it decides which secrets have
   * ended and what periods quotas are in.
   */
  static final String RELATIONS =
      """
      LEFT JOIN latchkey.consumer c ON c.id = k.consumer_id
      LEFT JOIN LATERAL (
        SELECT max(u.last_used_at) AS last_used_at
        FROM latchkey.api_key_activity u WHERE u.key_id = k.id
      ) a ON true
      LEFT JOIN LATERAL (
        SELECT coalesce(json_agg(json_build_object(
            'id', x.id,
            'createdAt', (extract(epoch FROM x.created_at) * 1000000)::bigint,
            'activatedAt', (extract(epoch FROM x.activated_at) * 1000000)::bigint,
            'endsAt', (extract(epoch FROM x.ends_at) * 1000000)::bigint,
            'graceSeconds', x.grace_seconds,
            'lastUsedAt', (extract(epoch FROM u.last_used_at) * 1000000)::bigint,
            'prefix', x.hint_prefix, 'start', x.hint_start, 'end', x.hint_end)
          ORDER BY x.number DESC), '[]') AS secrets
        FROM latchkey.api_key_secret x
        LEFT JOIN latchkey.api_key_activity u ON u.key_id = x.key_id AND u.secret_id = x.id
        WHERE x.key_id = k.id AND (x.ends_at IS NULL OR x.ends_at > $1)
      ) s ON true
      LEFT JOIN LATERAL (
        SELECT coalesce(json_agg(json_build_object(
            'quota', u.quota, 'period', u.period, 'start', u.starts, 'taken', u.taken)), '[]')
          AS quota_use
        FROM latchkey.quota_use u
        WHERE u.key_id = k.id
          AND u.starts = date_trunc(u.period, $1::timestamptz AT TIME ZONE 'UTC')::date
      ) q ON true
      LEFT JOIN LATERAL (
        SELECT r.reported_at, r.source
        FROM latchkey.leak_report r WHERE r.key_id = k.id
        ORDER BY r.reported_at LIMIT 1
      ) l ON true
      LEFT JOIN latchkey.key_alert f ON f.key_id = k.id AND f.kind = 'failures'
      """;

  /** Callers add WHERE with parameters from $2 on; k stands for the key. */
  static final String SELECT = BEGIN + "latchkey.api_key k\n" + RELATIONS;

  private KeyColumns() {}

  /**
   * @throws RuntimeException when the row was tampered with and is no key any more
   */
  static ApiKey read(Row row) {
    Columns.Rights rights = Columns.rights(row);
    return new ApiKey(
        new KeyId(row.getUUID("id")),
        new Tenant(row.getString("tenant")),
        row.getString("profile"),
        row.getString("name"),
        row.getString("description"),
        row.getString("environment"),
        new Hint(
            row.getString("hint_prefix"), row.getString("hint_start"), row.getString("hint_end")),
        rights.scopes(),
        row.getString("plan"),
        rights.limits(),
        rights.quota(),
        Columns.texts(row, "ip_allow"),
        consumer(row),
        row.getJsonObject("metadata").getMap(),
        Columns.texts(row, "tags"),
        Columns.validity(row),
        row.getString("revoke_reason"),
        secrets(row.getJsonArray("secrets")),
        new ApiKey.Stamp(required(row, "created_at"), row.getString("created_by")),
        new ApiKey.Stamp(required(row, "updated_at"), row.getString("updated_by")),
        stamp(row, "disabled_at", "disabled_by"),
        stamp(row, "revoked_at", "revoked_by"),
        Columns.instant(row, "last_used_at"),
        QuotaJson.uses(row.getJsonArray("quota_use")),
        leak(row),
        Columns.instant(row, "failing_at"),
        row.getLong("version"));
  }

  private static @Nullable Consumer consumer(Row row) {
    UUID id = row.getUUID("consumer_id");
    return id == null ? null : new Consumer(id, row.getString("consumer"));
  }

  private static ApiKey.@Nullable Leak leak(Row row) {
    Instant first = Columns.instant(row, "leaked_at");
    return first == null ? null : new ApiKey.Leak(first, row.getString("leak_source"));
  }

  private static Instant required(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }

  /** A fact that was set by hand in SQL has a time and no name. */
  private static ApiKey.@Nullable Stamp stamp(Row row, String at, String by) {
    Instant when = Columns.instant(row, at);
    String who = row.getString(by);
    return when == null ? null : new ApiKey.Stamp(when, who == null ? "database" : who);
  }

  private static List<StoredSecret> secrets(JsonArray array) {
    return array.stream().map(JsonObject.class::cast).map(KeyColumns::secret).toList();
  }

  private static StoredSecret secret(JsonObject object) {
    Instant created = micros(object.getLong("createdAt"));
    Instant activated = micros(object.getLong("activatedAt"));
    return new StoredSecret(
        UUID.fromString(object.getString("id")),
        created == null ? Instant.EPOCH : created,
        activated,
        micros(object.getLong("endsAt")),
        activated == null ? object.getLong("graceSeconds") : null,
        micros(object.getLong("lastUsedAt")),
        object.getString("prefix") == null
            ? null
            : new Hint(
                object.getString("prefix"), object.getString("start"), object.getString("end")));
  }

  private static @Nullable Instant micros(@Nullable Long micros) {
    return micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
