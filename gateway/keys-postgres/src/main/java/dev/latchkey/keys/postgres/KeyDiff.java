// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.Scope;
import dev.latchkey.keys.StoredSecret;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an audit row says of a change: each field that differs, before and after. Secrets appear by
 * their id and times, a key by its masked form; never a digest.
 */
final class KeyDiff {
  private KeyDiff() {}

  /**
   * @param before null for a new key
   * @param after null for a removed one
   */
  static JsonObject of(@Nullable ApiKey before, @Nullable ApiKey after) {
    Map<String, @Nullable Object> old = fields(before);
    Map<String, @Nullable Object> now = fields(after);
    Set<String> names = new LinkedHashSet<>(old.keySet());
    names.addAll(now.keySet());
    JsonObject diff = new JsonObject();
    for (String name : names) {
      Object was = old.get(name);
      Object is = now.get(name);
      if (!Objects.equals(was, is)) {
        diff.put(name, new JsonObject().put("before", was).put("after", is));
      }
    }
    return diff;
  }

  private static Map<String, @Nullable Object> fields(@Nullable ApiKey key) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (key == null) {
      return fields;
    }
    fields.put("name", key.name());
    fields.put("profile", key.profile());
    fields.put("description", key.description());
    fields.put("environment", key.environment());
    fields.put("maskedKey", key.hint().masked());
    fields.put("scopes", array(key.scopes().stream().map(Scope::id).toList()));
    fields.put("plan", key.plan());
    fields.put("rateLimits", LimitJson.write(key.limits()));
    fields.put("quota", key.quota() == null ? null : QuotaJson.write(key.quota()));
    fields.put("ipAllow", array(key.ipAllow()));
    fields.put("consumer", key.consumer() == null ? null : key.consumer().externalId());
    fields.put("metadata", new JsonObject(key.metadata()));
    fields.put("tags", array(key.tags()));
    fields.put("enabled", key.validity().enabled());
    fields.put("notBefore", text(key.validity().notBefore()));
    fields.put("expiresAt", text(key.validity().expiresAt()));
    fields.put("revokedAt", text(key.validity().revokedAt()));
    fields.put("revokeReason", key.revokeReason());
    fields.put("secrets", array(key.secrets().stream().map(KeyDiff::secret).toList()));
    return fields;
  }

  private static JsonObject secret(StoredSecret secret) {
    return new JsonObject()
        .put("id", secret.id().toString())
        .put("activatedAt", text(secret.activatedAt()))
        .put("endsAt", text(secret.endsAt()));
  }

  private static JsonArray array(Iterable<?> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
