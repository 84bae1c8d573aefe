// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: from 100 ms, doubling, to 2 s; up to a quarter less by
 * chance, so that many nodes do not come at once. Not for concurrent use.
 */
final class Backoff {
  private static final long FIRST_MILLIS = 100;
  private static final long LAST_MILLIS = 2_000;

  private final RandomGenerator random;
  private long next = FIRST_MILLIS;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  long nextMillis() {
    long wait = next;
    next = Math.min(next * 2, LAST_MILLIS);
    return wait - random.nextLong(wait / 4);
  }

  void reset() {
    next = FIRST_MILLIS;
  }
}
