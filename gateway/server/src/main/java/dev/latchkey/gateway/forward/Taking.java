// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.listener.Patience;

/**
 * Whether the client takes what there is for it. Over HTTP/2 each stream has a window of its own,
 * which its client may open byte by byte: a byte now and then buys no time. Over HTTP/1 the
 * connection is watched by its listener. One event loop.
 */
final class Taking {
  private static final long NANOS = Patience.USUAL.write().toNanos();

  /** In that time, while something waits all along: 500 bytes a second, as for bodies. */
  private static final long LEAST_BYTES = 500 * Patience.USUAL.write().toSeconds();

  private boolean waiting;
  private long since;
  private long before;

  /**
   * One look. A client that can make it seem as if nothing waited has taken more than the least.
   *
   * @param full whether as much waits for the client as may
   * @param bytes of the answer that were written so far
   * @return whether it has taken too little for too long
   */
  boolean isTooSlow(boolean full, long bytes, long nowNanos) {
    if (waiting && nowNanos - since < NANOS) {
      return false;
    }
    boolean slow = waiting && full && bytes - before < LEAST_BYTES;
    waiting = full;
    since = nowNanos;
    before = bytes;
    return slow;
  }
}
