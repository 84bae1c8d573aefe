// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.refusal;

import java.util.Locale;

/**
 * Why a key was not accepted: for whoever looks after keys. The caller gets one answer for all of
 * them.
 */
public enum Cause {
  /** No key has this form, or its check does not fit. */
  MALFORMED,
  UNKNOWN,
  OTHER_PROFILE,
  NOT_YET_VALID,
  EXPIRED,
  DISABLED,
  REVOKED,
  /** Another secret of the same key took its place, and its grace is over. */
  SECRET_ENDED;

  private final String word;

  Cause() {
    this.word = name().toLowerCase(Locale.ROOT);
  }

  /** As it is kept and shown. */
  public String word() {
    return word;
  }
}
