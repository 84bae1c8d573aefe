// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

import dev.latchkey.config.UpstreamConfig.Target;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Draws two targets by weight and takes the one with fewer calls on their way: nearly as even as
 * asking all, and loops that know nothing of each other do not all run to the same one.
 */
final class LeastLoaded implements Balancer {
  private final UpstreamState state;
  private final int[] order;
  private final int[] weights;
  private final int[] inFlight;
  private final RandomGenerator random;

  /**
   * @param inFlight calls of this loop on their way, by target; kept by the caller
   */
  LeastLoaded(UpstreamState state, int[] inFlight, RandomGenerator random) {
    this.state = state;
    List<Target> targets = state.config().targets();
    this.order = Schedule.of(targets);
    this.weights = targets.stream().mapToInt(Target::weight).toArray();
    this.inFlight = inFlight;
    this.random = random;
  }

  @Override
  public int next(long excluded) {
    int one = draw(excluded);
    if (one == NONE) {
      return NONE;
    }
    int other = draw(excluded | 1L << one);
    return other == NONE || isLighter(one, other) ? one : other;
  }

  /** From a random place on, the first that can be asked. */
  private int draw(long excluded) {
    int at = random.nextInt(order.length);
    for (int tried = 0; tried < order.length; tried++) {
      int target = order[at];
      at = at + 1 == order.length ? 0 : at + 1;
      if ((excluded & 1L << target) == 0 && state.isUsable(target)) {
        return target;
      }
    }
    return NONE;
  }

  private boolean isLighter(int one, int other) {
    return (long) inFlight[one] * weights[other] <= (long) inFlight[other] * weights[one];
  }
}
