// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres.embedded;

/** Why the embedded PostgreSQL could not start: a message for the operator that says what to do. */
public final class EmbeddedPostgresException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EmbeddedPostgresException(String message) {
    super(message);
  }

  EmbeddedPostgresException(String message, Throwable cause) {
    super(message, cause);
  }
}
