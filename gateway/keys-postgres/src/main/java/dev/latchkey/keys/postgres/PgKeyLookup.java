// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.Bait;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyGrant;
import dev.latchkey.keys.KeyHasher;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.KeyLookup;
import dev.latchkey.keys.Limit;
import dev.latchkey.keys.LookupResult;
import dev.latchkey.keys.SharedLimits;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds keys in the primary. A key and the revision it was read at come from one statement, hence
 * from one snapshot: no change up to that revision is missing from the answer.
 */
final class PgKeyLookup implements KeyLookup {
  private static final Logger log = LoggerFactory.getLogger(PgKeyLookup.class);
  private static final int MOST_REPORTED = 1_000;

  private static final String FIND =
      """
      SELECT r.value AS revision, f.*, d.*
      FROM latchkey.revision r
      LEFT JOIN LATERAL (
        SELECT s.id AS secret_id, s.activated_at, s.ends_at,
          k.id, k.tenant, k.profile, k.name, k.environment, k.scopes, k.plan, k.limits, k.quota,
          k.ip_allow, k.enabled, k.not_before, k.expires_at, k.revoked_at, k.created_at,
          c.external_id AS consumer, c.id AS consumer_id, c.limits AS shared_limits,
          c.plan AS shared_plan,
          NOT EXISTS (
            SELECT 1 FROM latchkey.api_key_activity a WHERE a.key_id = k.id) AS never_used
        FROM latchkey.api_key_secret s
        JOIN latchkey.api_key k ON k.id = s.key_id
        LEFT JOIN latchkey.consumer c ON c.id = k.consumer_id
        WHERE s.digest = ANY ($1)
        LIMIT 1
      ) f ON true
      LEFT JOIN LATERAL (
        SELECT b.id AS bait_id, b.tenant AS bait_tenant, b.profile AS bait_profile,
          b.name AS bait_name
        FROM latchkey.decoy b
        WHERE f.id IS NULL AND b.digest = ANY ($1)
        LIMIT 1
      ) d ON true
      """;

  private final BoundedPool pool;
  private final KeyHasher hasher;
  private final Circuit circuit;
  private final Set<KeyId> reported = ConcurrentHashMap.newKeySet();

  PgKeyLookup(BoundedPool pool, KeyHasher hasher, Circuit circuit) {
    this.pool = pool;
    this.hasher = hasher;
    this.circuit = circuit;
  }

  @Override
  public Future<LookupResult> find(KeyDigest digest) {
    Buffer[] candidates =
        hasher.candidates(digest).stream().map(Buffer::buffer).toArray(Buffer[]::new);
    long ticket = circuit.enter();
    if (ticket == Circuit.REFUSED) {
      return Future.succeededFuture(unknown("the key store is away"));
    }
    return pool.use(
            connection -> connection.preparedQuery(FIND).execute(Tuple.of((Object) candidates)))
        .transform(
            done -> {
              if (done.succeeded()) {
                circuit.succeeded(ticket);
                return Future.succeededFuture(read(done.result()));
              }
              circuit.failed(ticket);
              return Future.succeededFuture(unknown(Faults.describe(done.cause())));
            });
  }

  private LookupResult read(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return unknown("the schema has no revision");
    }
    Row row = rows.iterator().next();
    long revision = row.getLong("revision");
    if (row.getUUID("id") == null) {
      return row.getUUID("bait_id") == null
          ? new LookupResult.Invalid(revision)
          : new LookupResult.Baited(bait(row), revision);
    }
    try {
      return new LookupResult.Known(grant(row), revision);
    } catch (RuntimeException unreadable) {
      log.error("key {} cannot be read: {}", row.getUUID("id"), unreadable.toString());
      return unknown("the stored key cannot be read");
    }
  }

  private static Bait bait(Row row) {
    return new Bait(
        new KeyId(row.getUUID("bait_id")),
        new Tenant(row.getString("bait_tenant")),
        row.getString("bait_profile"),
        row.getString("bait_name"));
  }

  private KeyGrant grant(Row row) {
    KeyId id = new KeyId(row.getUUID("id"));
    Columns.Rights rights = Columns.rights(row);
    if (rights.corrupt() != null) {
      report(id, rights.corrupt());
    }
    Instant created = row.getOffsetDateTime("created_at").toInstant();
    return new KeyGrant(
        id,
        row.getUUID("secret_id"),
        row.getOffsetDateTime("activated_at") == null,
        Columns.instant(row, "ends_at"),
        new Tenant(row.getString("tenant")),
        row.getString("profile"),
        row.getString("name"),
        row.getString("environment"),
        rights.scopes(),
        row.getString("plan"),
        rights.limits(),
        Columns.texts(row, "ip_allow"),
        row.getString("consumer"),
        Columns.validity(row),
        created,
        row.getBoolean("never_used"),
        shared(row),
        rights.quota());
  }

  /**
   * @throws RuntimeException when they cannot be read; a limit that cannot be read is not no limit
   */
  private static @Nullable SharedLimits shared(Row row) {
    UUID consumer = row.getUUID("consumer_id");
    List<Limit> limits =
        consumer == null ? List.of() : LimitJson.read(row.getJsonArray("shared_limits"));
    String plan = row.getString("shared_plan");
    return limits.isEmpty() && plan == null ? null : new SharedLimits(consumer, plan, limits);
  }

  private void report(KeyId id, String corrupt) {
    if (reported.size() < MOST_REPORTED && reported.add(id)) {
      log.error(
          "key {} has scopes, limits or a quota that cannot be read, and is refused: {}",
          id,
          corrupt);
    }
  }

  private static LookupResult unknown(String cause) {
    return new LookupResult.Unknown(new StoreException(StoreException.Reason.UNAVAILABLE, cause));
  }
}
