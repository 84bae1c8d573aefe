// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Remembers that the store is away, so that callers are told at once and the store is not stormed:
 * after a failure one caller may try again, first after 100 ms, then twice as long each time, up to
 * 2 s. Any thread.
 */
final class Circuit {
  private final LongSupplier nanoTime;
  private final Backoff backoff;
  private long generation;
  private boolean open;
  private boolean probing;
  private long retryAt;

  Circuit(LongSupplier nanoTime, RandomGenerator random) {
    this.nanoTime = nanoTime;
    this.backoff = new Backoff(random);
  }

  /**
   * Asks to try. A refusal is {@link #REFUSED}; anything else must be handed to {@link #succeeded}
   * or {@link #failed}, once.
   */
  synchronized long enter() {
    if (!open) {
      return generation;
    }
    if (probing || nanoTime.getAsLong() - retryAt < 0) {
      return REFUSED;
    }
    probing = true;
    return generation;
  }

  static final long REFUSED = -1;

  synchronized void succeeded(long ticket) {
    if (ticket == generation) {
      reset();
    }
  }

  /** Many calls that were under way when the store went count as one failure. */
  synchronized void failed(long ticket) {
    if (ticket == generation) {
      generation++;
      open = true;
      probing = false;
      retryAt = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(backoff.nextMillis());
    }
  }

  /** The store was reached by another way. */
  synchronized void reset() {
    if (open) {
      generation++;
    }
    open = false;
    probing = false;
    backoff.reset();
  }

  synchronized boolean isOpen() {
    return open;
  }
}
