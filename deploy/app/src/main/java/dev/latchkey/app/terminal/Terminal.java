// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.terminal;

import java.io.PrintStream;
import java.util.Map;

/**
 * The one way to standard output and standard error: results on the first, everything else on the
 * second. Any thread.
 */
public final class Terminal {
  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;
  private final boolean errIsTty;
  private final Ink ink;

  /**
   * @param outIsTty whether a person reads standard output
   * @param errIsTty whether a person reads standard error
   */
  public Terminal(
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      boolean outIsTty,
      boolean errIsTty) {
    this.out = out;
    this.err = err;
    this.environment = Map.copyOf(environment);
    this.errIsTty = errIsTty;
    this.ink = new Ink(outIsTty && Tty.wantsColours(environment));
  }

  /** Results. */
  public PrintStream out() {
    return out;
  }

  /** Errors, and what accompanies a result. */
  public PrintStream err() {
    return err;
  }

  public Map<String, String> environment() {
    return environment;
  }

  /** Whether a person reads standard error, where the log goes. */
  public boolean errIsTty() {
    return errIsTty;
  }

  /** For {@link #out()}. */
  public Ink ink() {
    return ink;
  }
}
