// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import io.vertx.pgclient.PgException;

/** Words for what went wrong in the store. */
final class Faults {
  static final String UNDEFINED_TABLE = "42P01";
  static final String UNDEFINED_SCHEMA = "3F000";

  private Faults() {}

  /**
   * One line for the log. The server's detail is left out, because it quotes the row at fault, and
   * so could quote a digest.
   */
  static String describe(Throwable fault) {
    if (fault instanceof PgException e) {
      return "SQLSTATE " + e.getSqlState() + ": " + e.getErrorMessage();
    }
    String message = fault.getMessage();
    return message == null ? fault.getClass().getSimpleName() : message;
  }

  /** The constraint that a statement violated; empty if it was something else. */
  static String constraint(Throwable fault) {
    String name = fault instanceof PgException e ? e.getConstraint() : null;
    return name == null ? "" : name;
  }

  static String sqlState(Throwable fault) {
    String state = fault instanceof PgException e ? e.getSqlState() : null;
    return state == null ? "" : state;
  }
}
