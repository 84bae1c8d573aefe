// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.util.Locale;

/** Computed from stored facts and the clock, never stored; listed from strongest to weakest. */
public enum KeyStatus {
  REVOKED,
  EXPIRED,
  DISABLED,
  SCHEDULED,
  ACTIVE;

  /** The word used in JSON and on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
