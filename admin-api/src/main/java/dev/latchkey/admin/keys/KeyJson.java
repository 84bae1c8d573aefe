// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.catalog.Catalog;
import dev.latchkey.admin.catalog.LimitJson;
import dev.latchkey.admin.json.Json;
import dev.latchkey.config.PlanConfig;
import dev.latchkey.config.ProfileConfig;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.Hint;
import dev.latchkey.keys.KeyStatus;
import dev.latchkey.keys.Quota;
import dev.latchkey.keys.Scope;
import dev.latchkey.keys.StoredSecret;
import dev.latchkey.keys.Validity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A key as JSON, the one way it is shown everywhere. Never a secret, never a digest. */
public final class KeyJson {
  private final Catalog catalog;
  private final InstantSource clock;

  public KeyJson(Catalog catalog, InstantSource clock) {
    this.catalog = catalog;
    this.clock = clock;
  }

  /** The key object of the admin API. */
  public ObjectNode write(ApiKey key) {
    Validity validity = catalog.effective(key);
    ObjectNode json = Json.object();
    json.put("id", key.id().toString());
    json.put("profile", key.profile());
    json.put("name", key.name());
    json.put("description", key.description());
    json.put("environment", key.environment());
    json.put("consumerId", key.consumer() == null ? null : key.consumer().id().toString());
    json.set("hint", hint(key.hint(clock.instant())));
    json.put("maskedKey", masked(key));
    json.set("scopes", Json.array(key.scopes().stream().map(Scope::id).toList()));
    json.put("status", validity.status(clock.instant()).word());
    json.set("attention", Json.array(attention(key, validity)));
    json.put("plan", plan(key).map(PlanConfig::id).orElse(key.plan()));
    json.set("rateLimits", LimitJson.all(key.limits()));
    json.set("effectiveLimits", LimitJson.all(LimitRules.effective(key.limits(), plan(key))));
    Instant now = clock.instant();
    json.set(
        "quota", key.quota() == null ? null : QuotaStandings.one(key.quota(), key.quotaUse(), now));
    json.set("effectiveQuotas", QuotaStandings.all(key.quota(), plan(key), key.quotaUse(), now));
    json.set("ipAllow", Json.array(key.ipAllow()));
    json.set("metadata", Json.tree(key.metadata()));
    json.set("tags", Json.array(key.tags()));
    json.put("notBefore", Json.instant(validity.notBefore()));
    json.put("expiresAt", Json.instant(validity.expiresAt()));
    json.put("lastUsedAt", Json.instant(key.lastUsedAt()));
    json.set("rotation", rotation(key.secrets()));
    json.set("leak", leak(key.leak()));
    history(json, key);
    json.put("version", key.version());
    return json;
  }

  /** How many calls per minute the key may make, by itself or by its plan. */
  public Optional<Integer> callsPerMinute(ApiKey key) {
    return LimitRules.perMinute(key.limits(), plan(key));
  }

  /** The status at this moment, under the environment's longest lifetime. */
  public KeyStatus status(ApiKey key) {
    return catalog.effective(key).status(clock.instant());
  }

  /** The end that counts at this moment; null for none. */
  public @Nullable Instant end(ApiKey key) {
    return catalog.effective(key).expiresAt();
  }

  private Optional<PlanConfig> plan(ApiKey key) {
    Optional<ProfileConfig> profile = catalog.profile(key.profile());
    return profile.flatMap(known -> catalog.planFor(known, key.plan()));
  }

  private static ObjectNode hint(Hint hint) {
    return Json.object()
        .put("prefix", hint.prefix())
        .put("start", hint.start())
        .put("end", hint.end());
  }

  /** How the key is recognised at this moment, in one word. */
  public String masked(ApiKey key) {
    return key.hint(clock.instant()).masked();
  }

  private List<String> attention(ApiKey key, Validity validity) {
    List<Quota> quotas = QuotaRules.effective(key.quota(), plan(key));
    return Attention.of(key, validity, quotas, clock.instant());
  }

  private static @Nullable ObjectNode leak(ApiKey.@Nullable Leak leak) {
    return leak == null
        ? null
        : Json.object()
            .put("firstReportedAt", Json.instant(leak.firstReportedAt()))
            .put("source", leak.source());
  }

  /** One of a key's secrets, without the secret. */
  public ObjectNode secret(ApiKey key, StoredSecret secret) {
    boolean ending = secret.endsAt() != null && !secret.isPending();
    ObjectNode json = Json.object().put("id", secret.id().toString());
    json.put("state", secret.isPending() ? "pending" : ending ? "grace" : "active");
    json.put("createdAt", Json.instant(secret.createdAt()));
    json.put("activatedAt", Json.instant(secret.activatedAt()));
    json.put("endsAt", Json.instant(secret.endsAt()));
    json.put("lastUsedAt", Json.instant(secret.lastUsedAt()));
    boolean alone = key.secrets().size() == 1;
    Hint own = secret.hint() == null && alone ? key.hint() : secret.hint();
    return json.set("hint", own == null ? null : hint(own));
  }

  private static void history(ObjectNode json, ApiKey key) {
    stamp(json, "created", key.created());
    stamp(json, "updated", key.updated());
    stamp(json, "disabled", key.disabled());
    stamp(json, "revoked", key.revoked());
    json.put("revokeReason", key.revokeReason());
  }

  private static void stamp(ObjectNode json, String what, ApiKey.@Nullable Stamp stamp) {
    json.put(what + "At", stamp == null ? null : Json.instant(stamp.at()));
    json.put(what + "By", stamp == null ? null : stamp.by());
  }

  /** Where a rotation stands: the newest secret waits, or an older one still lives. */
  private ObjectNode rotation(List<StoredSecret> secrets) {
    Instant now = clock.instant();
    List<StoredSecret> live = secrets.stream().filter(secret -> secret.isLive(now)).toList();
    StoredSecret old = live.size() < 2 ? null : live.get(1);
    boolean pending = !live.isEmpty() && live.get(0).isPending();
    ObjectNode json = Json.object();
    json.put("state", pending ? "pending" : old == null ? "none" : "grace");
    json.put("graceEndsAt", old == null || pending ? null : Json.instant(old.endsAt()));
    json.put("oldSecretLastUsedAt", old == null ? null : Json.instant(old.lastUsedAt()));
    return json;
  }
}
