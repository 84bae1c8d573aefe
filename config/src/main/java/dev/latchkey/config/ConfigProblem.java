// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with a configuration file.
 *
 * @param line from 1
 * @param column from 1
 * @param message says what is wrong, without a secret's value
 * @param hint says what to do; null where the message does
 */
public record ConfigProblem(
    String file, int line, int column, String message, @Nullable String hint) {
  /**
   * {@code file:line:column: message (hint)}: the form that editors and terminals make clickable.
   */
  @Override
  public String toString() {
    return file
        + ":"
        + line
        + ":"
        + column
        + ": "
        + message
        + (hint == null ? "" : " (" + hint + ")");
  }
}
