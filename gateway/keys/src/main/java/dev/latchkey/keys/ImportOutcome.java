// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

/** What became of one key of an import; in the order in which they were given. */
public enum ImportOutcome {
  CREATED,
  /** Another live key of the profile has the name. */
  NAME_TAKEN,
  /** A key with this secret exists, be it somebody else's. */
  DUPLICATE_SECRET,
  UNKNOWN_CONSUMER
}
