// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli.audit;

import dev.latchkey.admin.audit.AuditSigner;
import dev.latchkey.app.cli.option.ConfigOption;
import dev.latchkey.app.cli.option.Session;
import dev.latchkey.app.logging.LogSetup;
import dev.latchkey.app.terminal.CommandFailure;
import dev.latchkey.app.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "key",
    description = "Prints the public key that checks the signatures of checkpoints, as PEM.",
    footer = {"", "Example:", "  latchkey audit key --config latchkey.yaml > audit.pem"})
final class AuditKeyCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final ConfigOption config = new ConfigOption();

  AuditKeyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    LogSetup.forCommand(session.terminal());
    AuditSigner signer =
        AuditSigner.of(config.load(session))
            .orElseThrow(
                () ->
                    CommandFailure.usage(
                        "nothing is signed without store.pepper, from which the key is derived"));
    session.terminal().out().print(signer.publicKeyPem());
    return ExitCode.OK;
  }
}
