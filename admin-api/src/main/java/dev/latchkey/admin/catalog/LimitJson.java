// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.catalog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Json;
import dev.latchkey.config.LimitConfig;
import dev.latchkey.keys.Limit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Limits as the API writes them. Only those that all nodes count together say who counts. */
public final class LimitJson {
  private LimitJson() {}

  /** Limits of a key or consumer. */
  public static ArrayNode all(List<Limit> limits) {
    ArrayNode array = Json.array();
    limits.forEach(limit -> array.add(one(limit)));
    return array;
  }

  /** Limits of a plan. */
  static ArrayNode ofPlan(List<LimitConfig> limits) {
    return all(limits.stream().map(LimitJson::limit).toList());
  }

  /** A plan's limit as what a key is held to. */
  public static Limit limit(LimitConfig config) {
    return new Limit(
        config.name(),
        config.limit(),
        config.window(),
        config.burst(),
        config.clusterWide() ? Limit.Scope.CLUSTER : Limit.Scope.NODE);
  }

  private static ObjectNode one(Limit limit) {
    ObjectNode json = bare(limit.name(), limit.limit(), limit.window().toSeconds(), limit.burst());
    return limit.scope() == Limit.Scope.CLUSTER ? json.put("scope", "cluster") : json;
  }

  /** A limit as requests have it. */
  public static ObjectNode bare(
      String name, int limit, long windowSeconds, @Nullable Integer burst) {
    ObjectNode json = Json.object();
    json.put("name", name).put("limit", limit).put("windowSeconds", windowSeconds);
    return burst == null ? json : json.put("burst", burst);
  }
}
