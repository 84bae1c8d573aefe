// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Json;
import dev.latchkey.config.PlanConfig;
import dev.latchkey.keys.Quota;
import dev.latchkey.keys.QuotaUse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Quotas as the API shows them, with what is used up of each in the present period. */
public final class QuotaStandings {
  private QuotaStandings() {}

  /**
   * What counts the calls of a key or a consumer.
   *
   * @param own stands in for the plan's of its name; null for none
   */
  public static ArrayNode all(
      @Nullable Quota own, Optional<PlanConfig> plan, List<QuotaUse> uses, Instant now) {
    ArrayNode array = Json.array();
    QuotaRules.effective(own, plan).forEach(quota -> array.add(one(quota, uses, now)));
    return array;
  }

  static ObjectNode one(Quota quota, List<QuotaUse> uses, Instant now) {
    LocalDate start = quota.period().startOf(now);
    return Json.object()
        .put("name", quota.name())
        .put("limit", quota.limit())
        .put("period", quota.period().word())
        .put("used", QuotaUse.taken(uses, quota, start))
        .put("resetsAt", Json.instant(quota.period().endOf(start)));
  }
}
