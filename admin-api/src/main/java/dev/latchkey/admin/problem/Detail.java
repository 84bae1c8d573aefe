// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.problem;

import java.util.Locale;

/** Texts, in every language, that say more than a problem's code does. */
public enum Detail {
  /** An issuer's keys are out of reach. */
  KEYS_UNAVAILABLE,
  /** An API key was sent where people and their tools sign in. */
  API_KEY_REFUSED,
  /** A session's change came without the proof that its own page asked for it. */
  FORGED_REQUEST,
  /** Name and password, or what the provider said, do not fit. */
  LOGIN_REFUSED,
  /** Too many attempts to sign in. */
  TOO_MANY_LOGINS,
  /** A one-time code is wrong, used up or too old. */
  CODE_REFUSED,
  /** A message is not signed by whom it claims to come from. */
  SIGNATURE_REFUSED,
  /** A question that only a gateway can answer, to a node that has none. */
  NO_GATEWAY,
  /** Two consumers cannot be known by one external id. */
  EXTERNAL_ID_TAKEN;

  /** The name of the text in the catalogues. */
  String key() {
    return "detail." + name().toLowerCase(Locale.ROOT);
  }
}
