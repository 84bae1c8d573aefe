// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

import dev.latchkey.config.UpstreamConfig.Target;
import java.util.List;

/** The order in which targets take turns: each as often as its weight says, spread evenly. */
final class Schedule {
  private Schedule() {}

  /** Indexes of targets: smooth weighted round robin, worked out once. */
  static int[] of(List<Target> targets) {
    int divisor = 0;
    int sum = 0;
    for (Target target : targets) {
      divisor = divisor(target.weight(), divisor);
      sum += target.weight();
    }
    int[] order = new int[sum / Math.max(1, divisor)];
    int[] credit = new int[targets.size()];
    for (int turn = 0; turn < order.length; turn++) {
      int best = 0;
      for (int i = 0; i < credit.length; i++) {
        credit[i] += targets.get(i).weight();
        best = credit[i] > credit[best] ? i : best;
      }
      credit[best] -= sum;
      order[turn] = best;
    }
    return order;
  }

  private static int divisor(int a, int b) {
    return b == 0 ? a : divisor(b, a % b);
  }
}
