// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.NewKey;
import dev.latchkey.keys.Tenant;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key as one record of a JSON array that PostgreSQL makes rows of; members are columns. */
final class ImportRow {
  private ImportRow() {}

  static JsonObject of(Tenant tenant, NewKey made) {
    ApiKey key = made.key();
    return new JsonObject()
        .put("id", key.id().toString())
        .put("tenant", tenant.id())
        .put("profile", key.profile())
        .put("name", key.name())
        .put("unique_name", made.uniqueName())
        .put("description", key.description())
        .put("environment", key.environment())
        .put("hint_prefix", key.hint().prefix())
        .put("hint_start", key.hint().start())
        .put("hint_end", key.hint().end())
        .put("scopes", new JsonArray(List.of((Object[]) Columns.scopes(key.scopes()))))
        .put("plan", key.plan())
        .put("limits", LimitJson.write(key.limits()))
        .put("quota", key.quota() == null ? null : QuotaJson.write(key.quota()))
        .put("ip_allow", new JsonArray(key.ipAllow()))
        .put("consumer_id", key.consumer() == null ? null : key.consumer().id().toString())
        .put("metadata", new JsonObject(key.metadata()))
        .put("tags", new JsonArray(key.tags()))
        .put("enabled", key.validity().enabled())
        .put("not_before", text(key.validity().notBefore()))
        .put("expires_at", text(key.validity().expiresAt()))
        .put("created_at", text(key.created().at()))
        .put("created_by", key.created().by());
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : Columns.required(instant).toString();
  }
}
