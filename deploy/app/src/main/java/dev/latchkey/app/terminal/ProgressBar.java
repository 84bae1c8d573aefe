// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.terminal;

/** How far a long command is, on standard error and only where a person reads it. One thread. */
public final class ProgressBar implements AutoCloseable {
  private static final int WIDTH = 40;

  private final Terminal terminal;
  private final long total;
  private long shown = -1;

  /**
   * @param total what {@link #advanceTo} ends at
   */
  public ProgressBar(Terminal terminal, long total) {
    this.terminal = terminal;
    this.total = Math.max(1, total);
  }

  /** Draws the bar again, when a person would see a difference. */
  public void advanceTo(long done) {
    long percent = Math.min(100, 100 * done / total);
    if (!terminal.errIsTty() || percent == shown) {
      return;
    }
    shown = percent;
    int full = (int) (WIDTH * percent / 100);
    terminal
        .err()
        .print("\r[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] " + percent + " % " + done);
    terminal.err().flush();
  }

  /** Leaves the line. */
  @Override
  public void close() {
    if (shown >= 0) {
      terminal.err().println();
    }
  }
}
