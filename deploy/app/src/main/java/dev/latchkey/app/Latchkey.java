// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import dev.latchkey.app.cli.CommandTree;
import dev.latchkey.app.cli.option.Session;
import dev.latchkey.app.process.OperatorRequests;
import dev.latchkey.app.process.ProcessSignals;
import dev.latchkey.app.terminal.Terminal;
import dev.latchkey.app.terminal.Tty;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The program. */
public final class Latchkey {
  private Latchkey() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Terminal terminal =
        new Terminal(
            stream(FileDescriptor.out),
            stream(FileDescriptor.err),
            System.getenv(),
            Tty.isTerminal(1),
            Tty.isTerminal(2));
    int code = CommandTree.run(new Session(terminal, ProcessSignals::listen), arguments);
    terminal.out().flush();
    terminal.err().flush();
    System.exit(code);
  }

  /**
   * Runs one command within this process and returns its exit code. Commands that go on until they
   * are stopped end when the calling thread is interrupted.
   */
  public static int run(
      String[] arguments, PrintStream out, PrintStream err, Map<String, String> environment) {
    Terminal terminal = new Terminal(out, err, environment, false, false);
    return CommandTree.run(new Session(terminal, OperatorRequests::new), arguments);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
