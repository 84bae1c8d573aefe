// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import dev.latchkey.keys.KeyId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers which keys changed at which revision, so that nothing read earlier is believed.
 *
 * <p>This is the guard against the late fill: a look-up that was read before a revocation but
 * arrives after it. Cached states are checked when they are next used, not swept, so a change costs
 * the same however large the cache is. The epoch makes the check one comparison while nothing
 * changes. When the memory is full the floor rises instead: everything older is then read again.
 */
final class ChangeJournal {
  private static final int CAPACITY = 65_536;

  private final ConcurrentHashMap<KeyId, Long> changed = new ConcurrentHashMap<>();
  private volatile long floor;
  private volatile long latest;
  private volatile long epoch = 1;

  /** Notes changes. One writer: the feed's context. */
  void record(long revision, Set<KeyId> keys) {
    if (changed.size() + keys.size() > CAPACITY) {
      recordAll(revision);
      return;
    }
    keys.forEach(key -> changed.merge(key, revision, Math::max));
    advance(revision);
  }

  /** Everything read before this revision is doubtful. One writer: the feed's context. */
  void recordAll(long revision) {
    floor = Math.max(floor, revision);
    changed.values().removeIf(at -> at <= revision);
    advance(revision);
  }

  /** Whether a state of this key, read at this revision, may have been overtaken. */
  boolean overtook(KeyId key, long revision) {
    Long at = changed.get(key);
    return revision < floor || (at != null && revision < at);
  }

  /** The newest revision that was told. */
  long latest() {
    return latest;
  }

  /** Moves with every change; equal epochs mean that nothing happened in between. */
  long epoch() {
    return epoch;
  }

  // One writer, so the increment needs no atomic; the epoch moves last, after what it announces.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void advance(long revision) {
    latest = Math.max(latest, revision);
    epoch++;
  }
}
