// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.Hint;
import dev.latchkey.keys.KeyAction;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyHasher;
import dev.latchkey.keys.NewKey;
import dev.latchkey.keys.StoredSecret;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.Validity;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements that write keys and secrets; always within a transaction of the caller's. */
final class KeyWrites {
  /** Ended secrets are kept this long, so that a call with one is known for what it is. */
  private static final Duration ENDED_KEPT = Duration.ofDays(30);

  private static final String INSERT_KEY =
      """
      INSERT INTO latchkey.api_key (
        id, tenant, profile, name, unique_name, description, environment,
        hint_prefix, hint_start, hint_end, scopes, plan, limits, quota, ip_allow, consumer_id,
        metadata, tags, enabled, not_before, expires_at, revoked_at, revoked_by, revoke_reason,
        disabled_at, disabled_by, created_at, created_by, updated_at, updated_by, version)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
        $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31)
      """;

  private static final String UPDATE_KEY =
      """
      UPDATE latchkey.api_key SET
        name = $2, unique_name = unique_name OR $3, description = $4,
        hint_prefix = $5, hint_start = $6, hint_end = $7, scopes = $8, plan = $9, limits = $10,
        quota = $11, ip_allow = $12, consumer_id = $13, metadata = $14, tags = $15, enabled = $16,
        not_before = $17, expires_at = $18, revoked_at = $19, revoked_by = $20,
        revoke_reason = $21, disabled_at = $22, disabled_by = $23,
        updated_at = $24, updated_by = $25, version = $26
      WHERE id = $1
      """;

  private static final String INSERT_SECRET =
      """
      INSERT INTO latchkey.api_key_secret (
        id, key_id, digest, pepper, foreign_shape, created_at, activated_at, ends_at, grace_seconds,
        hint_prefix, hint_start, hint_end)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
      """;

  private static final String UPDATE_SECRET =
      """
      UPDATE latchkey.api_key_secret
      SET activated_at = $3, ends_at = $4, grace_seconds = $5,
        hint_prefix = $6, hint_start = $7, hint_end = $8
      WHERE id = $1 AND key_id = $2
      """;

  private final KeyHasher hasher;

  KeyWrites(KeyHasher hasher) {
    this.hasher = hasher;
  }

  Future<Void> insert(SqlConnection sql, Tenant tenant, NewKey made) {
    ApiKey key = made.key();
    StoredSecret secret = key.secrets().get(0);
    Tuple values = Tuple.of(key.id().value(), tenant.id(), key.profile(), key.name());
    values.addValue(made.uniqueName()).addValue(key.description()).addValue(key.environment());
    addRights(values, key);
    addFacts(values, key);
    values.addValue(Columns.required(key.created().at())).addValue(key.created().by());
    values.addValue(Columns.required(key.updated().at())).addValue(key.updated().by());
    values.addValue(key.version());
    return sql.preparedQuery(INSERT_KEY)
        .execute(values)
        .compose(done -> insert(sql, key, secret, made.digest(), made.foreign()));
  }

  /** Writes what an action changed. */
  Future<Void> update(
      SqlConnection sql, ApiKey before, ApiKey after, KeyAction action, Instant now) {
    Tuple values = Tuple.of(after.id().value(), after.name(), action.uniqueName());
    values.addValue(after.description());
    addRights(values, after);
    addFacts(values, after);
    values.addValue(Columns.required(after.updated().at())).addValue(after.updated().by());
    values.addValue(after.version());
    return sql.preparedQuery(UPDATE_KEY)
        .execute(values)
        .compose(done -> updateSecrets(sql, before, after, action.newDigest(), now));
  }

  private Future<Void> updateSecrets(
      SqlConnection sql, ApiKey before, ApiKey after, @Nullable KeyDigest newDigest, Instant now) {
    if (before.secrets().equals(after.secrets())) {
      return Future.succeededFuture();
    }
    Map<UUID, StoredSecret> known = new LinkedHashMap<>();
    before.secrets().forEach(secret -> known.put(secret.id(), secret));
    Set<UUID> kept = new HashSet<>();
    Future<Void> writes = forgetEnded(sql, after, now);
    for (StoredSecret secret : after.secrets()) {
      kept.add(secret.id());
      StoredSecret old = known.get(secret.id());
      if (old == null) {
        writes = writes.compose(done -> insert(sql, after, secret, required(newDigest), false));
      } else if (!old.equals(secret)) {
        writes = writes.compose(done -> update(sql, after, secret));
      }
    }
    for (StoredSecret secret : before.secrets()) {
      if (!kept.contains(secret.id())) {
        writes = writes.compose(done -> update(sql, after, secret.endingAt(now)));
      }
    }
    return writes;
  }

  private Future<Void> insert(
      SqlConnection sql, ApiKey key, StoredSecret secret, KeyDigest digest, boolean foreign) {
    Tuple values =
        Tuple.of(
            secret.id(),
            key.id().value(),
            Buffer.buffer(hasher.stored(digest)),
            hasher.fingerprint(),
            foreign);
    values.addValue(Columns.required(secret.createdAt()));
    values.addValue(Columns.time(secret.activatedAt()));
    values.addValue(Columns.time(secret.endsAt()));
    values.addValue(secret.graceSeconds());
    addHint(values, secret.hint());
    return sql.preparedQuery(INSERT_SECRET).execute(values).mapEmpty();
  }

  private static Future<Void> update(SqlConnection sql, ApiKey key, StoredSecret secret) {
    Tuple values = Tuple.of(secret.id(), key.id().value());
    values.addValue(Columns.time(secret.activatedAt()));
    values.addValue(Columns.time(secret.endsAt()));
    values.addValue(secret.graceSeconds());
    addHint(values, secret.hint());
    return sql.preparedQuery(UPDATE_SECRET).execute(values).mapEmpty();
  }

  private static void addHint(Tuple values, @Nullable Hint hint) {
    values
        .addValue(hint == null ? null : hint.prefix())
        .addValue(hint == null ? null : hint.start())
        .addValue(hint == null ? null : hint.end());
  }

  private static Future<Void> forgetEnded(SqlConnection sql, ApiKey key, Instant now) {
    return sql.preparedQuery(
            "DELETE FROM latchkey.api_key_secret WHERE key_id = $1 AND ends_at < $2")
        .execute(Tuple.of(key.id().value(), Columns.required(now.minus(ENDED_KEPT))))
        .mapEmpty();
  }

  private static void addRights(Tuple values, ApiKey key) {
    values
        .addValue(key.hint().prefix())
        .addValue(key.hint().start())
        .addValue(key.hint().end())
        .addValue(Columns.scopes(key.scopes()))
        .addValue(key.plan())
        .addValue(LimitJson.write(key.limits()))
        .addValue(key.quota() == null ? null : QuotaJson.write(key.quota()))
        .addValue(key.ipAllow().toArray(String[]::new))
        .addValue(key.consumer() == null ? null : key.consumer().id())
        .addValue(new JsonObject(key.metadata()))
        .addValue(key.tags().toArray(String[]::new));
  }

  private static void addFacts(Tuple values, ApiKey key) {
    Validity validity = key.validity();
    ApiKey.Stamp revoked = key.revoked();
    ApiKey.Stamp disabled = key.disabled();
    values
        .addValue(validity.enabled())
        .addValue(Columns.time(validity.notBefore()))
        .addValue(Columns.time(validity.expiresAt()))
        .addValue(Columns.time(validity.revokedAt()))
        .addValue(revoked == null ? null : revoked.by())
        .addValue(key.revokeReason())
        .addValue(disabled == null ? null : Columns.required(disabled.at()))
        .addValue(disabled == null ? null : disabled.by());
  }

  private static KeyDigest required(@Nullable KeyDigest digest) {
    if (digest == null) {
      throw new IllegalStateException("an action that adds a secret gives its digest");
    }
    return digest;
  }
}
