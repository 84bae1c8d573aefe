// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.fetch;

/** Another server gave no usable answer. The message is for the log and quotes nothing of it. */
public final class FetchException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  public FetchException(String message) {
    super(message, null, false, false);
    this.status = 0;
  }

  /**
   * @param status of the answer, which is not 200
   */
  public FetchException(int status) {
    super("status " + status, null, false, false);
    this.status = status;
  }

  /** The status of the answer; 0 when there was none, or it was 200. */
  public int status() {
    return status;
  }
}
