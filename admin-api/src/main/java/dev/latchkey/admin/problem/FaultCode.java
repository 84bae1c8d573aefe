// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.problem;

import java.util.Locale;

/** What can be wrong with one value in a request; the word is part of the API. */
public enum FaultCode {
  MALFORMED_JSON,
  REQUIRED,
  UNKNOWN_MEMBER,
  UNKNOWN_PARAMETER,
  REPEATED_PARAMETER,
  WRONG_TYPE,
  TOO_SHORT,
  TOO_LONG,
  TOO_FEW,
  TOO_MANY,
  TOO_SMALL,
  TOO_LARGE,
  NOT_ALLOWED,
  DUPLICATE,
  INVALID,
  INVALID_CURSOR,
  INVALID_INSTANT,
  INVALID_NETWORK,
  INVALID_ADDRESS,
  PRIVATE_ADDRESS,
  FORBIDDEN_CHARACTER,
  IN_THE_PAST,
  NOT_BEFORE_EXPIRY,
  ONE_EXPIRY_ONLY,
  ONE_SECRET_ONLY,
  INVALID_KEY,
  INVALID_ENTITY_TAG,
  INVALID_IDEMPOTENCY_KEY,
  NOT_IN_EXPORT,
  UNKNOWN_PROFILE,
  UNKNOWN_ENVIRONMENT,
  UNKNOWN_SCOPE,
  UNKNOWN_PLAN,
  UNKNOWN_CONSUMER,
  UNKNOWN_KEY,
  OTHER_PROFILE,
  SCOPES_FIXED,
  WILDCARD_NOT_ALLOWED,
  OUTSIDE_ENVIRONMENT,
  NOT_GRANTABLE,
  ABOVE_CEILING,
  ABOVE_QUOTA_CEILING,
  GUESSABLE,
  TAKEN;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The value of the member {@code code} of an entry in {@code errors}; never translated. */
  public String word() {
    return word;
  }
}
