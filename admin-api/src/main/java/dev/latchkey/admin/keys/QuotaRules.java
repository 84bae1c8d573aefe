// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.json.Members;
import dev.latchkey.admin.json.MergePatch;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Faults;
import dev.latchkey.config.PlanConfig;
import dev.latchkey.config.PlanConfig.QuotaConfig;
import dev.latchkey.keys.Quota;
import dev.latchkey.keys.Quota.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A key's own quota: it may replace the plan's of the same name within its ceilings. */
final class QuotaRules {
  /** Days of the longest month: what a daily quota may come to in one. */
  private static final int LONGEST_MONTH = 31;

  private QuotaRules() {}

  /**
   * The quota that was asked for. Without a name it is called after its period, as plans usually
   * call theirs.
   *
   * @param current what members that were not sent keep; null for a new quota
   * @return null after a fault, which is noted
   */
  static @Nullable Quota read(ObjectNode sent, @Nullable Quota current, Faults faults) {
    Members quota =
        new Members(
            MergePatch.apply(current == null ? Json.object() : json(current), sent),
            "/quota",
            faults);
    Long limit = quota.integer("limit");
    String period = quota.text("period");
    require(quota, "limit");
    require(quota, "period");
    if (limit == null || period == null || faults.touches("/quota")) {
      return null;
    }
    String name = quota.text("name");
    return new Quota(name == null ? period : name, limit, Period.of(period));
  }

  /** Notes a quota above the plan's ceiling of the same name. */
  static void check(@Nullable Quota own, @Nullable PlanConfig plan, Faults faults) {
    if (own == null || plan == null) {
      return;
    }
    for (QuotaConfig ceiling : plan.quotaCeilings()) {
      if (ceiling.name().equals(own.name()) && exceeds(own, of(ceiling))) {
        faults.add(
            "/quota/limit",
            FaultCode.ABOVE_QUOTA_CEILING,
            String.valueOf(ceiling.limit()),
            ceiling.period());
      }
    }
  }

  /** What a key is held to: its plan's quotas, with its own in place of the one of its name. */
  static List<Quota> effective(@Nullable Quota own, Optional<PlanConfig> plan) {
    List<Quota> quotas = new ArrayList<>();
    plan.map(PlanConfig::quotas).orElse(List.of()).forEach(quota -> quotas.add(of(quota)));
    if (own != null) {
      quotas.replaceAll(quota -> quota.name().equals(own.name()) ? own : quota);
      if (!quotas.contains(own)) {
        quotas.add(own);
      }
    }
    return quotas;
  }

  private static void require(Members quota, String name) {
    if (!quota.has(name)) {
      quota.fault(name, FaultCode.REQUIRED);
    }
  }

  /** More in a day, or in a month, than the ceiling allows. */
  private static boolean exceeds(Quota own, Quota ceiling) {
    boolean daily = own.period() == Period.DAY && ceiling.period() == Period.MONTH;
    return daily ? own.limit() > ceiling.limit() / LONGEST_MONTH : own.limit() > ceiling.limit();
  }

  private static Quota of(QuotaConfig quota) {
    return new Quota(quota.name(), quota.limit(), Period.of(quota.period()));
  }

  private static ObjectNode json(Quota quota) {
    return Json.object()
        .put("name", quota.name())
        .put("limit", quota.limit())
        .put("period", quota.period().word());
  }
}
