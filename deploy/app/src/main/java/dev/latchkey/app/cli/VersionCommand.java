// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli;

import dev.latchkey.app.cli.option.Session;
import dev.latchkey.app.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "version",
    description = "Shows the versions of Latchkey, Java, Vert.x and Netty.",
    footer = {"", "Example:", "  latchkey version"})
final class VersionCommand implements Callable<Integer> {
  private final Session session;

  VersionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    for (String line : new Versions().getVersion()) {
      session.terminal().out().println(line);
    }
    return ExitCode.OK;
  }
}
