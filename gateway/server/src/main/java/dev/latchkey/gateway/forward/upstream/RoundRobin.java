// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

/** Targets take turns by weight. */
final class RoundRobin implements Balancer {
  private final UpstreamState state;
  private final int[] order;
  private int turn;

  RoundRobin(UpstreamState state) {
    this.state = state;
    this.order = Schedule.of(state.config().targets());
  }

  @Override
  public int next(long excluded) {
    for (int tried = 0; tried < order.length; tried++) {
      int target = order[turn];
      turn = turn + 1 == order.length ? 0 : turn + 1;
      if ((excluded & 1L << target) == 0 && state.isUsable(target)) {
        return target;
      }
    }
    return NONE;
  }
}
