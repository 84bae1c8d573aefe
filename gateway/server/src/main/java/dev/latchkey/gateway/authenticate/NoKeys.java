// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.latchkey.keys.Bait;
import dev.latchkey.keys.KeyDigest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the store said a moment ago to be no key, and which of it is a decoy. Any thread. */
final class NoKeys {
  private static final Duration TTL = Duration.ofSeconds(5);
  private static final long MOST = 100_000;
  private static final long MOST_BAITS = 10_000;

  private final Cache<KeyDigest, Boolean> invalid;
  private final Cache<KeyDigest, Bait> baits;

  NoKeys(Ticker ticker) {
    this.invalid =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(TTL)
            .ticker(ticker)
            .executor(CacheUpkeep.SHARED)
            .build();
    this.baits =
        Caffeine.newBuilder()
            .maximumSize(MOST_BAITS)
            .expireAfterWrite(TTL.multipliedBy(2))
            .ticker(ticker)
            .build();
  }

  boolean has(KeyDigest digest) {
    return invalid.getIfPresent(digest) != null;
  }

  /** The decoy that it is; null for none. Known for longer than that it is no key. */
  @Nullable Bait bait(KeyDigest digest) {
    return baits.getIfPresent(digest);
  }

  void add(KeyDigest digest) {
    invalid.put(digest, Boolean.TRUE);
  }

  void add(KeyDigest digest, Bait bait) {
    baits.put(digest, bait);
  }

  /** It may be one after all. */
  void remove(KeyDigest digest) {
    invalid.invalidate(digest);
  }

  /** Any of them may be one after all. */
  void clear() {
    invalid.invalidateAll();
  }
}
