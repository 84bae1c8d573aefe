// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.List;

/**
 * Limits and quotas shared by reference.
 *
 * @param ceilings the highest limit that a key's own limit of the same name may set; without one
 *     the plan's limit is a default that a key may replace by any other
 * @param quotaCeilings the same for a key's own quota
 */
public record PlanConfig(
    String id,
    List<LimitConfig> limits,
    List<QuotaConfig> quotas,
    List<LimitConfig> ceilings,
    List<QuotaConfig> quotaCeilings) {

  /**
   * @param period {@code day} or {@code month}, UTC
   */
  public record QuotaConfig(String name, long limit, String period) {}
}
