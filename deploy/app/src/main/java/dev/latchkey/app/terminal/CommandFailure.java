// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.terminal;

/**
 * Why a command ends without what was wanted: words for the person who ran it, and the exit code.
 * Stackless: it is an answer, not a defect.
 */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /**
   * @param exitCode one of {@link ExitCode}
   * @param message one or a few lines that say what to do; carries no secret
   */
  public CommandFailure(int exitCode, String message) {
    super(message, null, false, false);
    this.exitCode = exitCode;
  }

  /** Something about the arguments or the configuration is wrong. */
  public static CommandFailure usage(String message) {
    return new CommandFailure(ExitCode.USAGE_OR_CONFIGURATION, message);
  }

  public int exitCode() {
    return exitCode;
  }

  /** The message; a failure without one cannot be made. */
  public String words() {
    return String.valueOf(getMessage());
  }
}
