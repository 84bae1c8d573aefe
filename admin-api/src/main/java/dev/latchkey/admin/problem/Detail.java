// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.problem;

import java.util.Locale;

/** Texts, in every language, that say more than a problem's code does. */
public enum Detail {
  /** An issuer's keys are out of reach. */
  KEYS_UNAVAILABLE;

  /** The name of the text in the catalogues. */
  String key() {
    return "detail." + name().toLowerCase(Locale.ROOT);
  }
}
