// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.refusal;

/** We could not decide, or could not reach. Never an open door, and never "bad key". */
public final class Fault extends Failure {
  private static final long serialVersionUID = 1L;

  /**
   * @param cause for the log; never shown to the client
   */
  public Fault(Reason reason, Throwable cause) {
    super(reason, cause);
  }
}
