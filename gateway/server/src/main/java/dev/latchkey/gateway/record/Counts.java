// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.record;

import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.UsageLedger.Count;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds counts of the same thing: a key has several secrets, and each of them counts. */
final class Counts {
  private Counts() {}

  private record What(KeyId key, String route, int statusClass, String outcome) {}

  /** No two of the result are of the same key, route, status class and outcome. */
  static List<Count> merged(List<Count> counts) {
    Map<What, Count> byWhat = new LinkedHashMap<>();
    for (Count count : counts) {
      What what = new What(count.key(), count.route(), count.statusClass(), count.outcome());
      byWhat.merge(what, count, Counts::sum);
    }
    return new ArrayList<>(byWhat.values());
  }

  private static Count sum(Count one, Count other) {
    long[] histogram = one.histogram().clone();
    for (int i = 0; i < histogram.length; i++) {
      histogram[i] += other.histogram()[i];
    }
    return new Count(
        one.tenant(), one.key(), one.route(), one.statusClass(), one.outcome(), histogram);
  }
}
