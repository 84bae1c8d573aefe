// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.self;

import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.Hint;
import dev.latchkey.keys.Limit;
import dev.latchkey.keys.Quota;
import dev.latchkey.keys.QuotaUse;
import dev.latchkey.keys.Scope;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key as its holder sees it, in the words of the admin API: what it may do, how long, and what to
 * recognise it by. Nothing that its administrators noted for themselves.
 */
final class HeldKeyJson {
  private HeldKeyJson() {}

  /**
   * @param limits that apply, the plan's included
   * @param quotas that apply, likewise
   * @param expiresAt the end that counts, the environment's longest lifetime included
   */
  static JsonObject of(
      ApiKey key,
      List<Limit> limits,
      List<Quota> quotas,
      @Nullable Instant expiresAt,
      Instant now) {
    Hint hint = key.hint(now);
    return new JsonObject()
        .put("id", key.id().toString())
        .put("profile", key.profile())
        .put("name", key.name())
        .put("environment", key.environment())
        .put(
            "hint",
            new JsonObject()
                .put("prefix", hint.prefix())
                .put("start", hint.start())
                .put("end", hint.end()))
        .put("maskedKey", hint.masked())
        .put("scopes", new JsonArray(key.scopes().stream().map(Scope::id).toList()))
        .put("status", key.validity().withExpiry(expiresAt).status(now).word())
        .put("rateLimits", limits(limits))
        .put("quotas", quotas(quotas, key.quotaUse(), now))
        .put("createdAt", key.created().at().toString())
        .put("notBefore", text(key.validity().notBefore()))
        .put("expiresAt", text(expiresAt))
        .put("lastUsedAt", text(key.lastUsedAt()))
        .put("version", key.version());
  }

  private static JsonArray limits(List<Limit> limits) {
    JsonArray array = new JsonArray();
    for (Limit limit : limits) {
      JsonObject json =
          new JsonObject()
              .put("name", limit.name())
              .put("limit", limit.limit())
              .put("windowSeconds", limit.window().toSeconds());
      if (limit.burst() != null) {
        json.put("burst", limit.burst());
      }
      if (limit.scope() == Limit.Scope.CLUSTER) {
        json.put("scope", "cluster");
      }
      array.add(json);
    }
    return array;
  }

  private static JsonArray quotas(List<Quota> quotas, List<QuotaUse> uses, Instant now) {
    JsonArray array = new JsonArray();
    for (Quota quota : quotas) {
      LocalDate start = quota.period().startOf(now);
      array.add(
          new JsonObject()
              .put("name", quota.name())
              .put("limit", quota.limit())
              .put("period", quota.period().word())
              .put("used", QuotaUse.taken(uses, quota, start))
              .put("resetsAt", quota.period().endOf(start).toString()));
    }
    return array;
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
