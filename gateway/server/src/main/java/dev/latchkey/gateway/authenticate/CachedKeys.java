// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.latchkey.keys.Digested;
import org.jspecify.annotations.Nullable;

/**
 * The keys that are known to be some, each the key of its own entry. States of one secret are equal
 * and a map keeps the key that came first, so none is put upon another. Any thread.
 */
final class CachedKeys {
  private final Cache<Digested, CachedKey> entries;
  private final IdleSweep idle;

  /**
   * @param most entries
   * @param nowNanos elapsed time as it is now
   */
  CachedKeys(int most, long nowNanos) {
    // No bound on idleness here: with a bound on size alone, reading from a cache that is at most
    // half full leaves nothing to be done.
    this.entries = Caffeine.newBuilder().maximumSize(most).executor(CacheUpkeep.SHARED).build();
    this.idle = new IdleSweep(entries.asMap(), CacheUpkeep.SHARED, nowNanos);
  }

  @Nullable CachedKey find(Digested key) {
    return entries.asMap().get(key);
  }

  /** Keeps this state instead of any other of its secret. */
  void put(CachedKey state) {
    entries.invalidate(state);
    entries.put(state, state);
  }

  /** Keeps the other instead; for a moment in between there is neither. */
  void replace(CachedKey state, CachedKey other) {
    drop(state);
    entries.asMap().putIfAbsent(other, other);
  }

  /** Lets go of this very state, and of no newer one. */
  @SuppressWarnings("ReferenceEquality")
  void drop(CachedKey state) {
    entries.asMap().computeIfPresent(state, (same, kept) -> kept == state ? null : kept);
  }

  /** Lets go of whatever is kept of this secret. */
  void forget(Digested key) {
    entries.invalidate(key);
  }

  /** Lets go of what nobody uses, where it is time for that. */
  void sweepIdle(long nowNanos) {
    idle.at(nowNanos);
  }

  /** Entries, roughly. */
  long size() {
    return entries.estimatedSize();
  }
}
