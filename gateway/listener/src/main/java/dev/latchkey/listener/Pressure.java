// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

/**
 * How full the heap is after collection, and what follows from it, in steps: from 85 % clients must
 * be quicker, from 92 % no connection is kept, from 95 % calls are turned away. Any thread.
 */
public final class Pressure {
  private static final double HASTE = 0.85;
  private static final double NO_KEEPING = 0.92;
  private static final double SHEDDING = 0.95;
  private static final double LEAST_PATIENCE = 0.2;

  private volatile double fill;

  /**
   * @param share of the heap that is in use, 0 to 1
   */
  public void filled(double share) {
    fill = share;
  }

  /** Whether a connection should end with its answer. */
  public boolean endsKeepAlive() {
    return fill >= NO_KEEPING;
  }

  /** Whether calls should be turned away. */
  public boolean sheds() {
    return fill >= SHEDDING;
  }

  /** What remains of every time a client is given: 1, and less from the first step on. */
  public double patience() {
    double share = fill;
    if (share < HASTE) {
      return 1;
    }
    double rest = (SHEDDING - share) / (SHEDDING - HASTE);
    return Math.max(LEAST_PATIENCE, Math.min(1, rest));
  }

  /** 0 for none, to 3 while calls are turned away. */
  public int step() {
    double share = fill;
    if (share < HASTE) {
      return 0;
    }
    return share < NO_KEEPING ? 1 : share < SHEDDING ? 2 : 3;
  }
}
