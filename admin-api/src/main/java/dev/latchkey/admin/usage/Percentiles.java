// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.usage;

import dev.latchkey.keys.UsageLedger;
import java.util.List;

/** Reads durations off a histogram: the upper bound of the bucket that the share falls into. */
final class Percentiles {
  /** Stands for calls that took longer than the last bound. */
  private static final int LONGEST_MILLIS = 10_000;

  private Percentiles() {}

  /**
   * @param share 0 to 1
   * @return milliseconds; 0 for no calls at all
   */
  static int of(List<Long> histogram, double share) {
    long calls = histogram.stream().mapToLong(Long::longValue).sum();
    if (calls == 0) {
      return 0;
    }
    long wanted = Math.max(1, (long) Math.ceil(calls * share));
    long seen = 0;
    for (int i = 0; i < UsageLedger.BOUNDS_MILLIS.size(); i++) {
      seen += histogram.get(i);
      if (seen >= wanted) {
        return UsageLedger.BOUNDS_MILLIS.get(i);
      }
    }
    return LONGEST_MILLIS;
  }
}
