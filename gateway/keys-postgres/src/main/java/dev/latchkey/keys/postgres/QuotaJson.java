// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.Quota;
import dev.latchkey.keys.QuotaUse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key's own quota as the column holds it, and what is used up as queries put it together. */
final class QuotaJson {
  private QuotaJson() {}

  static JsonObject write(Quota quota) {
    return new JsonObject()
        .put("name", quota.name())
        .put("limit", quota.limit())
        .put("period", quota.period().word());
  }

  /**
   * @param object null for none
   * @throws RuntimeException for anything that {@link #write} does not make
   */
  static @Nullable Quota read(@Nullable JsonObject object) {
    return object == null
        ? null
        : new Quota(
            object.getString("name"),
            object.getLong("limit"),
            Quota.Period.of(object.getString("period")));
  }

  /** What is used up, of rows as an array of objects with quota, period, start and taken. */
  static List<QuotaUse> uses(JsonArray array) {
    return array.stream()
        .map(JsonObject.class::cast)
        .map(
            object ->
                new QuotaUse(
                    object.getString("quota"),
                    Quota.Period.of(object.getString("period")),
                    LocalDate.parse(object.getString("start")),
                    object.getLong("taken")))
        .toList();
  }
}
