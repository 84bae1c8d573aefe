// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.json;

/** A text that is not JSON as we accept it. The message never quotes the text. */
public final class MalformedJsonException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedJsonException(String message) {
    super(message, null, false, false);
  }
}
