// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.Limit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** A key's own limits as the column holds them. */
final class LimitJson {
  private LimitJson() {}

  static JsonArray write(List<Limit> limits) {
    JsonArray array = new JsonArray();
    for (Limit limit : limits) {
      JsonObject object =
          new JsonObject()
              .put("name", limit.name())
              .put("limit", limit.limit())
              .put("windowSeconds", limit.window().toSeconds());
      if (limit.burst() != null) {
        object.put("burst", limit.burst());
      }
      array.add(object);
    }
    return array;
  }

  /**
   * @throws RuntimeException for anything that {@link #write} does not make
   */
  static List<Limit> read(JsonArray array) {
    return array.stream()
        .map(JsonObject.class::cast)
        .map(
            object ->
                new Limit(
                    object.getString("name"),
                    object.getInteger("limit"),
                    Duration.ofSeconds(object.getLong("windowSeconds")),
                    object.getInteger("burst")))
        .toList();
  }
}
