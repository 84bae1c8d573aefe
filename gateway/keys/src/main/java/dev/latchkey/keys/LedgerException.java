// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

/** A refusal of the ledger. Stackless: it is an expected answer, not a defect. */
public final class LedgerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why the ledger said no, or could not say anything. */
  public enum Reason {
    NOT_FOUND,
    NAME_TAKEN,
    INVALID_STATE,
    ROTATION_IN_PROGRESS,
    PRECONDITION_FAILED,
    UNKNOWN_CONSUMER,
    DUPLICATE_SECRET,
    RETRY_RUNNING,
    RETRY_KNOWN,
    UNAVAILABLE
  }

  private final Reason reason;

  /**
   * @param message for the caller; carries no secret
   */
  public LedgerException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
