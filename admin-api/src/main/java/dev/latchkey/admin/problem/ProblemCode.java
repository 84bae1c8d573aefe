// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.problem;

import java.util.Locale;

/** Every way in which the admin API refuses or fails; the word is part of the API. */
public enum ProblemCode {
  BAD_REQUEST(400),
  VALIDATION_FAILED(400),
  UNAUTHENTICATED(401),
  PERMISSION_DENIED(403),
  SCOPE_NOT_GRANTABLE(403),
  NOT_FOUND(404),
  METHOD_NOT_ALLOWED(405),
  REQUEST_TIMEOUT(408),
  NAME_TAKEN(409),
  INVALID_STATE(409),
  ROTATION_IN_PROGRESS(409),
  DUPLICATE_KEY(409),
  IDEMPOTENCY_IN_FLIGHT(409),
  PRECONDITION_FAILED(412),
  PAYLOAD_TOO_LARGE(413),
  URI_TOO_LONG(414),
  UNSUPPORTED_MEDIA_TYPE(415),
  EXPECTATION_FAILED(417),
  IDEMPOTENCY_MISMATCH(422),
  RATE_LIMITED(429),
  HEADER_TOO_LARGE(431),
  INTERNAL_ERROR(500),
  UNAVAILABLE(503),
  VERSION_NOT_SUPPORTED(505);

  private final int status;
  private final String word;

  ProblemCode(int status) {
    this.status = status;
    this.word = name().toLowerCase(Locale.ROOT);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The value of the member {@code code}; never translated. */
  public String word() {
    return word;
  }

  /** The value of the member {@code type}. */
  public String type() {
    return "https://latchkey.dev/problems/" + word.replace('_', '-');
  }
}
