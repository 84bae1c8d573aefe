// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.terminal;

/** What the program's end means; part of the product's contract. */
public final class ExitCode {
  public static final int OK = 0;

  /** {@code explain} found that the call would be refused. */
  public static final int REFUSED = 1;

  public static final int USAGE_OR_CONFIGURATION = 2;
  public static final int STORE = 3;
  public static final int PORT_TAKEN = 4;

  /** A defect of the program itself, as in BSD's sysexits. */
  public static final int DEFECT = 70;

  private ExitCode() {}
}
