// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.calls;

import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps single calls, and finds them again. What is bound to a tenant sees the calls of its keys;
 * of calls without a known key, which are nobody's, only those whose request id it names.
 */
public interface CallRecords {
  /** Keeps these, one statement for all of them. Batched by the caller. */
  Future<Void> add(List<CallRecord> calls);

  /**
   * The newest answer of our own to a request of this id, since then. Fails with {@link
   * dev.latchkey.keys.LedgerException}, as all below.
   */
  Future<Optional<CallRecord>> refusal(Tenant tenant, String requestId, Instant since);

  /** Calls of one key since then, newest first. */
  Future<List<CallRecord>> recent(Tenant tenant, KeyId key, Instant since, int most);

  /** From where a key was used since then, and on which routes; busiest first. */
  Future<List<Source>> sources(Tenant tenant, KeyId key, Instant since, int most);

  /**
   * @param calls that were recorded, of which there may have been more
   */
  record Source(String client, @Nullable String route, long calls, Instant lastAt) {}
}
