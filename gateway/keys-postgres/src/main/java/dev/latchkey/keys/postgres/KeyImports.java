// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.Attribution;
import dev.latchkey.keys.ImportOutcome;
import dev.latchkey.keys.KeyHasher;
import dev.latchkey.keys.NewKey;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Many keys at once: a handful of statements, however many keys. What cannot be stored is left out,
 * and told, by the database's own constraints; nothing that happens at the same time is missed.
 */
final class KeyImports {
  /**
   * A plan for every import by itself: one that was made for an empty table and kept reads the
   * whole of a full one for every name.
   */
  private static final String PLAN_ANEW = "SET LOCAL plan_cache_mode = force_custom_plan";

  /**
   * The audit trail's trigger runs for each row: what it looks up is not to be planned for each.
   */
  private static final String KEEP_PLANS = "SET LOCAL plan_cache_mode = auto";

  private static final String CONSUMERS =
      "SELECT id FROM latchkey.consumer WHERE tenant = $1 AND id = ANY ($2)";

  /** Also sees keys from before the profile asked for unique names, which the index does not. */
  private static final String NAMES =
      """
      SELECT u.id FROM unnest($2::uuid[], $3::text[], $4::text[]) AS u (id, profile, name)
      JOIN latchkey.api_key k ON k.tenant = $1 AND k.profile = u.profile AND k.name = u.name
        AND k.revoked_at IS NULL
      """;

  private static final String KEYS =
      """
      INSERT INTO latchkey.api_key (
        id, tenant, profile, name, unique_name, description, environment,
        hint_prefix, hint_start, hint_end, scopes, plan, limits, quota, ip_allow, consumer_id,
        metadata, tags, enabled, not_before, expires_at, created_at, created_by, updated_at, updated_by)
      SELECT id, tenant, profile, name, unique_name, description, environment,
        hint_prefix, hint_start, hint_end, scopes, plan, limits, quota, ip_allow, consumer_id,
        metadata, tags, enabled, not_before, expires_at, created_at, created_by, created_at, created_by
      FROM json_populate_recordset(NULL::latchkey.api_key, $1)
      ON CONFLICT (tenant, profile, name) WHERE unique_name AND revoked_at IS NULL DO NOTHING
      RETURNING id
      """;

  private static final String SECRETS =
      """
      INSERT INTO latchkey.api_key_secret (
        id, key_id, digest, pepper, foreign_shape, created_at, activated_at)
      SELECT u.id, u.key_id, u.digest, $5, u.foreign_shape, $6, $6
      FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::boolean[])
        AS u (id, key_id, digest, foreign_shape)
      ON CONFLICT (digest) DO NOTHING
      RETURNING key_id
      """;

  private static final String AUDIT =
      """
      INSERT INTO latchkey.audit_event (
        at, tenant, actor_type, actor_id, actor_name, action, target_type, target_id, changes,
        reason, request_id, address, outcome)
      SELECT $1, $2, $3, $4, $5, 'key.import', 'key', e->>'id', e->'changes', $6, $7, $8, 'success'
      FROM json_array_elements($9::json) AS e
      """;

  private final KeyHasher hasher;

  KeyImports(KeyHasher hasher) {
    this.hasher = hasher;
  }

  /** Within the tenant's transaction. */
  Future<List<ImportOutcome>> run(
      SqlConnection sql, Attribution by, List<NewKey> keys, Instant now) {
    Map<UUID, NewKey> open = new LinkedHashMap<>();
    keys.forEach(made -> open.put(made.key().id().value(), made));
    Map<ImportOutcome, Set<UUID>> out = new EnumMap<>(ImportOutcome.class);
    return sql.query(PLAN_ANEW)
        .execute()
        .compose(done -> strangers(sql, by.tenant(), open))
        .map(ids -> leave(open, out, ImportOutcome.UNKNOWN_CONSUMER, ids))
        .compose(done -> takenNames(sql, by.tenant(), open))
        .map(ids -> leave(open, out, ImportOutcome.NAME_TAKEN, ids))
        .compose(done -> insertKeys(sql, by.tenant(), open))
        .map(ids -> leave(open, out, ImportOutcome.NAME_TAKEN, ids))
        .compose(done -> insertSecrets(sql, open, now))
        .compose(ids -> remove(sql, ids).map(ids))
        .map(ids -> leave(open, out, ImportOutcome.DUPLICATE_SECRET, ids))
        .compose(done -> sql.query(KEEP_PLANS).execute())
        .compose(done -> audit(sql, by, open, now))
        .map(done -> outcomes(keys, out));
  }

  private static Set<UUID> leave(
      Map<UUID, NewKey> open, Map<ImportOutcome, Set<UUID>> out, ImportOutcome why, Set<UUID> ids) {
    open.keySet().removeAll(ids);
    out.computeIfAbsent(why, first -> new HashSet<>()).addAll(ids);
    return ids;
  }

  private static List<ImportOutcome> outcomes(
      List<NewKey> keys, Map<ImportOutcome, Set<UUID>> out) {
    List<ImportOutcome> outcomes = new ArrayList<>();
    for (NewKey made : keys) {
      UUID id = made.key().id().value();
      outcomes.add(
          out.entrySet().stream()
              .filter(entry -> entry.getValue().contains(id))
              .map(Map.Entry::getKey)
              .findFirst()
              .orElse(ImportOutcome.CREATED));
    }
    return outcomes;
  }

  private static Future<Set<UUID>> strangers(
      SqlConnection sql, Tenant tenant, Map<UUID, NewKey> open) {
    Set<UUID> wanted = new HashSet<>();
    open.values().forEach(made -> consumer(made.key()).forEach(wanted::add));
    if (wanted.isEmpty()) {
      return Future.succeededFuture(Set.of());
    }
    return sql.preparedQuery(CONSUMERS)
        .execute(Tuple.of(tenant.id(), (Object) wanted.toArray(UUID[]::new)))
        .map(
            rows -> {
              rows.forEach(row -> wanted.remove(row.getUUID(0)));
              Set<UUID> ids = new HashSet<>();
              open.forEach(
                  (id, made) -> {
                    if (consumer(made.key()).anyMatch(wanted::contains)) {
                      ids.add(id);
                    }
                  });
              return ids;
            });
  }

  private static Stream<UUID> consumer(ApiKey key) {
    return key.consumer() == null ? Stream.empty() : Stream.of(key.consumer().id());
  }

  private static Future<Set<UUID>> takenNames(
      SqlConnection sql, Tenant tenant, Map<UUID, NewKey> open) {
    List<ApiKey> unique =
        open.values().stream().filter(NewKey::uniqueName).map(NewKey::key).toList();
    if (unique.isEmpty()) {
      return Future.succeededFuture(Set.of());
    }
    Tuple values = Tuple.of(tenant.id());
    values.addValue(unique.stream().map(key -> key.id().value()).toArray(UUID[]::new));
    values.addValue(unique.stream().map(ApiKey::profile).toArray(String[]::new));
    values.addValue(unique.stream().map(ApiKey::name).toArray(String[]::new));
    return sql.preparedQuery(NAMES).execute(values).map(KeyImports::ids);
  }

  /** Answers which could not be stored. */
  private static Future<Set<UUID>> insertKeys(
      SqlConnection sql, Tenant tenant, Map<UUID, NewKey> open) {
    JsonArray rows = new JsonArray();
    open.values().forEach(made -> rows.add(ImportRow.of(tenant, made)));
    return sql.preparedQuery(KEYS).execute(Tuple.of(rows)).map(stored -> missing(open, stored));
  }

  /** Answers which could not be stored. */
  private Future<Set<UUID>> insertSecrets(SqlConnection sql, Map<UUID, NewKey> open, Instant now) {
    List<NewKey> keys = List.copyOf(open.values());
    Boolean[] foreign = keys.stream().map(NewKey::foreign).toArray(Boolean[]::new);
    Buffer[] digests =
        keys.stream()
            .map(made -> Buffer.buffer(hasher.stored(made.digest())))
            .toArray(Buffer[]::new);
    OffsetDateTime at = Columns.required(now);
    Tuple values = Tuple.tuple();
    values.addValue(
        keys.stream().map(made -> made.key().secrets().get(0).id()).toArray(UUID[]::new));
    values.addValue(keys.stream().map(made -> made.key().id().value()).toArray(UUID[]::new));
    values.addValue(digests).addValue(foreign).addValue(hasher.fingerprint()).addValue(at);
    return sql.preparedQuery(SECRETS).execute(values).map(stored -> missing(open, stored));
  }

  private static Future<Void> remove(SqlConnection sql, Set<UUID> ids) {
    return ids.isEmpty()
        ? Future.succeededFuture()
        : sql.preparedQuery("DELETE FROM latchkey.api_key WHERE id = ANY ($1)")
            .execute(Tuple.of((Object) ids.toArray(UUID[]::new)))
            .mapEmpty();
  }

  private static Future<Void> audit(
      SqlConnection sql, Attribution by, Map<UUID, NewKey> open, Instant now) {
    List<ApiKey> keys = open.values().stream().map(NewKey::key).toList();
    Tuple values = Tuple.of(Columns.required(now), by.tenant().id(), by.actor().type().name());
    values.addValue(by.actor().id()).addValue(by.actor().name());
    values.addValue(by.reason()).addValue(by.requestId()).addValue(by.address());
    JsonArray rows = new JsonArray();
    keys.forEach(
        key ->
            rows.add(
                new JsonObject()
                    .put("id", key.id().toString())
                    .put("changes", KeyDiff.of(null, key))));
    values.addValue(rows);
    return sql.preparedQuery(AUDIT).execute(values).mapEmpty();
  }

  private static Set<UUID> missing(Map<UUID, NewKey> open, Iterable<Row> stored) {
    Set<UUID> missing = new HashSet<>(open.keySet());
    missing.removeAll(ids(stored));
    return missing;
  }

  private static Set<UUID> ids(Iterable<Row> rows) {
    Set<UUID> ids = new HashSet<>();
    rows.forEach(row -> ids.add(row.getUUID(0)));
    return ids;
  }
}
