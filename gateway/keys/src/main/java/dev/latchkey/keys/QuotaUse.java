// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.time.LocalDate;
import java.util.List;

/**
 * How much of a quota is used up in one period. What nodes hold ahead of calls counts as used.
 *
 * @param quota its name
 * @param start the first day of the period, UTC
 * @param taken calls, at least 0
 */
public record QuotaUse(String quota, Quota.Period period, LocalDate start, long taken) {
  /** What is used up of this quota in the period that starts on this day. */
  public static long taken(List<QuotaUse> uses, Quota quota, LocalDate start) {
    return uses.stream()
        .filter(use -> use.quota().equals(quota.name()) && use.period() == quota.period())
        .filter(use -> use.start().equals(start))
        .mapToLong(QuotaUse::taken)
        .sum();
  }
}
