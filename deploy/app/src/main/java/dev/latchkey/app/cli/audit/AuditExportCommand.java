// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli.audit;

import dev.latchkey.admin.audit.AuditExport;
import dev.latchkey.admin.audit.AuditSigner;
import dev.latchkey.app.cli.option.ConfigOption;
import dev.latchkey.app.cli.option.Session;
import dev.latchkey.app.logging.LogSetup;
import dev.latchkey.app.terminal.ExitCode;
import dev.latchkey.app.wiring.StoreVisit;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.keys.Tenant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "export",
    description =
        "Prints a tenant's whole audit trail with its checkpoints, one JSON object a line.",
    footer = {
      "",
      "Example:",
      "  latchkey audit export --config latchkey.yaml --tenant acme > export.ndjson"
    })
final class AuditExportCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final ConfigOption config = new ConfigOption();

  @Option(names = "--tenant", required = true, paramLabel = "TENANT", description = "Whose trail.")
  private String tenant = "";

  AuditExportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    LogSetup.forCommand(session.terminal());
    LatchkeyConfig loaded = config.load(session);
    InstantSource clock = InstantSource.system();
    Tenant whose = AuditVerifyCommand.tenant(tenant);
    try (StoreVisit visit = StoreVisit.open(loaded, clock)) {
      AuditExport export =
          new AuditExport(visit.store().control().audit(), AuditSigner.of(loaded), clock, whose);
      List<String> lines = visit.get(export.next());
      while (!lines.isEmpty()) {
        lines.forEach(session.terminal().out()::println);
        lines = visit.get(export.next());
      }
    }
    return ExitCode.OK;
  }
}
