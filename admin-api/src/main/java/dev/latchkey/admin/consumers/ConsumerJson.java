// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.consumers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.catalog.Catalog;
import dev.latchkey.admin.catalog.LimitJson;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.keys.QuotaStandings;
import dev.latchkey.config.PlanConfig;
import dev.latchkey.keys.ConsumerRecord;
import java.time.InstantSource;
import java.util.Optional;

/** A consumer as JSON, the one way it is shown everywhere. Any thread. */
public final class ConsumerJson {
  private final Catalog catalog;
  private final InstantSource clock;

  public ConsumerJson(Catalog catalog, InstantSource clock) {
    this.catalog = catalog;
    this.clock = clock;
  }

  /** The consumer object of the admin API. */
  public ObjectNode write(ConsumerRecord consumer) {
    Optional<PlanConfig> plan = Optional.ofNullable(consumer.plan()).flatMap(catalog::plan);
    ObjectNode json = Json.object();
    json.put("id", consumer.id().toString());
    json.put("externalId", consumer.externalId());
    json.put("name", consumer.name());
    json.put("owner", consumer.owner());
    json.put("team", consumer.team());
    json.put("plan", consumer.plan());
    json.set("rateLimits", LimitJson.all(consumer.limits()));
    json.set(
        "effectiveQuotas", QuotaStandings.all(null, plan, consumer.quotaUse(), clock.instant()));
    json.set("metadata", Json.tree(consumer.metadata()));
    json.set("tags", Json.array(consumer.tags()));
    json.put("keys", consumer.keys());
    json.put("createdAt", Json.instant(consumer.created().at()));
    json.put("createdBy", consumer.created().by());
    json.put("updatedAt", Json.instant(consumer.updated().at()));
    json.put("updatedBy", consumer.updated().by());
    return json.put("version", consumer.version());
  }
}
