// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import java.util.concurrent.TimeUnit;

/**
 * The least that a client must move while we wait for it, be it that it brings its body or that it
 * takes its answer. A byte now and then buys no time. One event loop.
 */
final class Pace {
  private final long nanos;
  private final long leastBytes;
  private boolean waiting;
  private long since;
  private long before;

  /**
   * @param seconds over which it is taken
   * @param leastBytes to be moved in that time, while it is waited for all along
   */
  Pace(int seconds, long leastBytes) {
    this.nanos = TimeUnit.SECONDS.toNanos(seconds);
    this.leastBytes = leastBytes;
  }

  /**
   * One look. A client that can make it seem as if nobody waited for it has moved more than the
   * least.
   *
   * @param awaited whether it is the client's turn
   * @param bytes that were moved so far
   * @return whether it has moved too little for too long
   */
  boolean isTooSlow(boolean awaited, long bytes, long nowNanos) {
    if (waiting && nowNanos - since < nanos) {
      return false;
    }
    boolean slow = waiting && awaited && bytes - before < leastBytes;
    waiting = awaited;
    since = nowNanos;
    before = bytes;
    return slow;
  }
}
