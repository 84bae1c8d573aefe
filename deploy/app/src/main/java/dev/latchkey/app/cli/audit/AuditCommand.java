// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli.audit;

import dev.latchkey.app.cli.option.Session;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code latchkey audit ...}. */
@Command(
    name = "audit",
    description = "Exports the audit trail, and checks that nobody changed it.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example:",
      "  latchkey audit verify --file export.ndjson --public-key audit.pem"
    })
public final class AuditCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  private AuditCommand() {}

  /** The command with everything below it. */
  public static CommandLine tree(Session session) {
    return new CommandLine(new AuditCommand())
        .addSubcommand(new AuditExportCommand(session))
        .addSubcommand(new AuditVerifyCommand(session))
        .addSubcommand(new AuditKeyCommand(session));
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("only picocli runs this");
    }
    throw new ParameterException(spec.commandLine(), "Missing command after 'audit'");
  }
}
