// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

/**
 * Second tries are earned by first ones, so that an upstream in trouble is not asked much more often
 * for it: a share of all calls, and a few saved up, as many as it takes to find out that one target
 * of several is gone. One event loop.
 */
final class RetryBudget {
  private static final int PRICE = 100;
  private static final int MOST = 5 * PRICE;

  private final int share;
  private int saved = MOST;

  /**
   * @param percent of calls that may be tried again
   */
  RetryBudget(int percent) {
    this.share = percent;
  }

  /** A call came. */
  void earn() {
    saved = Math.min(saved + share, MOST);
  }

  /** Whether a second try is paid for. */
  boolean spend() {
    if (saved < PRICE) {
      return false;
    }
    saved -= PRICE;
    return true;
  }
}
