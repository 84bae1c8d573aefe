// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

/**
 * The answers of a look-up: yes, no (and perhaps a trap), could not tell. There is no other and no
 * exception: a store that cannot be reached is {@link Unknown}, which is neither an open door nor a
 * bad key.
 */
public sealed interface LookupResult {

  /**
   * A stored secret with this digest.
   *
   * @param revision the change sequence that the answer was read at
   */
  record Known(KeyGrant grant, long revision) implements LookupResult {}

  /**
   * The store was asked and has no such secret.
   *
   * @param revision the change sequence that the answer was read at
   */
  record Invalid(long revision) implements LookupResult {}

  /**
   * The store has no such secret, but a decoy of that text: no key, and somebody wants to know.
   *
   * @param revision the change sequence that the answer was read at
   */
  record Baited(Bait bait, long revision) implements LookupResult {}

  /**
   * The store could not be asked, or not in time.
   *
   * @param cause for the log; never for the client
   */
  record Unknown(Throwable cause) implements LookupResult {}
}
