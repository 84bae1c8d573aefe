// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli.admin;

import dev.latchkey.app.cli.option.Session;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code latchkey admin ...}. */
@Command(
    name = "admin",
    description = {
      "Manages local administrators straight on the configured store.",
      "For installations whose file has admin.login.local."
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:", "  latchkey admin reset --config latchkey.yaml --name lan"})
public final class AdminCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  private AdminCommand() {}

  /** The command with everything below it. */
  public static CommandLine tree(Session session) {
    return new CommandLine(new AdminCommand()).addSubcommand(new AdminReset(session));
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("only picocli runs this");
    }
    throw new ParameterException(spec.commandLine(), "Missing command after 'admin'");
  }
}
