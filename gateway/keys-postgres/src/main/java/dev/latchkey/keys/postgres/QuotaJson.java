// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.Quota;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A key's own quota as the column holds it. */
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
}
