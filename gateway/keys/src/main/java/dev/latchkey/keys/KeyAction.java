// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One change to one key: decided on the locked current state, written with its audit row. */
public interface KeyAction {
  /** The audit verb, such as {@code key.revoke}. */
  String verb();

  /**
   * The key after the change. Pure; may be called again when a write is retried. Returning the very
   * same object means that there is nothing to do: nothing is written, not even an audit row.
   *
   * @throws LedgerException when the key's state does not allow it
   */
  ApiKey apply(ApiKey current, Instant now, Actor by);

  /** The digest of a secret that {@link #apply} adds, null when it adds none. */
  default @Nullable KeyDigest newDigest() {
    return null;
  }

  /** Whether a name that this change sets must be free among the tenant's live keys. */
  default boolean uniqueName() {
    return false;
  }
}
