// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli;

import dev.latchkey.app.terminal.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The same help as a command's own option shows, for commands at any depth. */
@Command(
    name = "help",
    description = "Shows how a command is used.",
    footer = {"", "Example:", "  latchkey help key create"})
final class HelpCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "Which one. Default: the program itself.")
  private List<String> names = new ArrayList<>();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec == null) {
      return ExitCode.OK;
    }
    CommandLine shown = spec.parent().commandLine();
    for (String name : names) {
      CommandLine next = shown.getSubcommands().get(name);
      if (next == null) {
        throw new ParameterException(shown, "there is no command '" + name + "'");
      }
      shown = next;
    }
    shown.usage(shown.getOut());
    return ExitCode.OK;
  }
}
