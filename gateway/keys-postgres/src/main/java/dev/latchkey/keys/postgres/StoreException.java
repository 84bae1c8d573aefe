// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

/**
 * Why the store cannot be used: one line for the operator that says what to do. Carries no secret
 * and no trace.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. Each of them ends {@code serve} with exit code 3. */
  public enum Reason {
    UNAVAILABLE,
    SCHEMA_MISMATCH,
    WRONG_PEPPER
  }

  private final Reason reason;

  StoreException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
