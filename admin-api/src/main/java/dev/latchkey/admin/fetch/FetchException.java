// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.fetch;

/** Another server gave no usable answer. The message is for the log and quotes nothing of it. */
public final class FetchException extends Exception {
  private static final long serialVersionUID = 1L;

  public FetchException(String message) {
    super(message, null, false, false);
  }
}
