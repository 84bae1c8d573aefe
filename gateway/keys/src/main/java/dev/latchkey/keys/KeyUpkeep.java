// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * What is done from time to time, over all tenants; safe to be asked of every node, because one of
 * them does it at a time. Futures fail with {@link LedgerException}.
 */
public interface KeyUpkeep {
  /**
   * Writes the audit rows {@code key.expiring}, 30, 7 and 1 days before a key's end, and {@code
   * key.expire} at its end; each once, and none for a time that lies before the key was made.
   *
   * @param bounds the longest lifetimes that count beside a key's own end
   * @return how many rows were written
   */
  Future<Integer> announceExpiry(List<Bound> bounds);

  /**
   * Writes the audit row {@code key.idle} of keys that could be used and were not for 90 days; once
   * for each time that a key was left unused.
   *
   * @param bounds the longest lifetimes that count beside a key's own end
   * @return how many rows were written
   */
  Future<Integer> announceIdle(List<Bound> bounds);

  /**
   * Writes the audit row {@code key.failures} of keys of whose calls at least 20 failed within the
   * last five minutes, five times as many as is usual in the hour before; once an hour for a key.
   *
   * @return how many rows were written
   */
  Future<Integer> announceFailures();

  /** Forgets sealed answers after ten minutes, and what they belonged to after a day. */
  Future<Void> forgetRetries();

  /** The longest lifetime of a profile's keys in one environment. */
  record Bound(String profile, String environment, Duration longest) {}
}
