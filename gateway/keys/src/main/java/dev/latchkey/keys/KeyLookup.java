// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import io.vertx.core.Future;

/** The data plane's read port. */
@FunctionalInterface
public interface KeyLookup {
  /**
   * Finds the key that a digest belongs to. Answers within the store's own time limit and never
   * fails: what cannot be answered is {@link LookupResult.Unknown}. Completes on the caller's
   * context.
   */
  Future<LookupResult> find(KeyDigest digest);
}
