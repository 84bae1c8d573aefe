// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres.embedded;

/** Why the embedded PostgreSQL could not start: a message for the operator that says what to do. */
public final class EmbeddedPostgresException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean inUse;

  EmbeddedPostgresException(String message) {
    this(message, false);
  }

  EmbeddedPostgresException(String message, Throwable cause) {
    super(message, cause);
    this.inUse = false;
  }

  private EmbeddedPostgresException(String message, boolean inUse) {
    super(message);
    this.inUse = inUse;
  }

  /** The data directory belongs to another process at the moment. */
  static EmbeddedPostgresException dataInUse(String message) {
    return new EmbeddedPostgresException(message, true);
  }

  /** Whether another Latchkey runs on the same data directory. */
  public boolean isDataInUse() {
    return inUse;
  }
}
