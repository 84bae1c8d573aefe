// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli.key;

import dev.latchkey.app.cli.option.Session;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code latchkey key ...}. */
@Command(
    name = "key",
    description = {
      "Manages keys straight on the configured store.",
      "Nodes that run on it, an embedded one too, hear of every change at once."
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example:",
      "  latchkey key create --config latchkey.yaml --tenant acme \\",
      "    --profile agent --name CRM"
    })
public final class KeyCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  private KeyCommand() {}

  /** The command with everything below it. */
  public static CommandLine tree(Session session) {
    return new CommandLine(new KeyCommand())
        .addSubcommand(new KeyCreate(session))
        .addSubcommand(new KeyList(session))
        .addSubcommand(new KeyShow(session))
        .addSubcommand(new KeyRotate(session))
        .addSubcommand(new KeyDisable(session))
        .addSubcommand(new KeyEnable(session))
        .addSubcommand(new KeyRevoke(session))
        .addSubcommand(new KeyImport(session));
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("only picocli runs this");
    }
    throw new ParameterException(spec.commandLine(), "Missing command after 'key'");
  }
}
