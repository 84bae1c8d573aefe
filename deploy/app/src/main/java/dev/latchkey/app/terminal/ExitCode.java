// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.terminal;

/** What the program's end means; part of the product's contract. */
public final class ExitCode {
  public static final int OK = 0;

  /**
   * The answer is no: a call would be refused, keys were not taken over, a trail is not intact. The
   * command itself did what it should.
   */
  public static final int REFUSED = 1;

  public static final int USAGE_OR_CONFIGURATION = 2;
  public static final int STORE = 3;
  public static final int PORT_TAKEN = 4;

  /** A defect of the program itself, as in BSD's sysexits. */
  public static final int DEFECT = 70;

  private ExitCode() {}
}
