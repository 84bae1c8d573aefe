// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.leaks;

import dev.latchkey.keys.Attribution;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Page;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Leaked keys and decoys. Every change is one transaction with its audit row. Futures fail with
 * {@link dev.latchkey.keys.LedgerException}, reason UNAVAILABLE, for every fault of the store.
 */
public interface Leaks {
  /**
   * What a found text is, whosever it is. Only for reports whose signature says that a scanner sent
   * them, and for comparing the tenant of those that a principal sent.
   */
  Future<Optional<Exposed>> find(KeyDigest digest);

  /** Keeps a report; false when this source has told of this key at this place before. */
  Future<Boolean> keep(Attribution by, LeakReport report);

  /**
   * Reports of a tenant, newest first.
   *
   * @param after the last row of the page before; null for the first page
   */
  Future<Page<LeakReport>> reports(Tenant tenant, @Nullable Position after, int limit);

  /** Lays out a decoy. */
  Future<Decoy> lay(Attribution by, Decoy decoy, KeyDigest digest);

  /** Decoys of a tenant, newest first. */
  Future<Page<Decoy>> decoys(Tenant tenant, @Nullable Position after, int limit);

  /** Takes a decoy away; NOT_FOUND where there is none. */
  Future<Void> takeAway(Attribution by, KeyId decoy);

  /** Notes a try with a decoy, as an audit row of its tenant. */
  Future<Void> tried(DecoyUse use);

  /** Where a page ended. */
  record Position(Instant at, UUID id) {}
}
