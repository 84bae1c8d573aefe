// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli;

import dev.latchkey.app.cli.option.ConfigOption;
import dev.latchkey.app.cli.option.Session;
import dev.latchkey.app.logging.LogSetup;
import dev.latchkey.app.terminal.ExitCode;
import dev.latchkey.app.wiring.Database;
import dev.latchkey.config.ConfigException;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.keys.postgres.KeySchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "migrate",
    description = {
      "Brings the database schema up to date.",
      "Doing it twice changes nothing. 'serve' does the same where store.migrate is true, the"
          + " default for embedded."
    },
    footer = {"", "Example:", "  latchkey migrate --config latchkey.yaml"})
final class MigrateCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final ConfigOption config = new ConfigOption();

  MigrateCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws ConfigException {
    LogSetup.forCommand(session.terminal());
    LatchkeyConfig read = config.load(session);
    try (Database database = Database.visited(read.store())) {
      KeySchema.Check before = database.prepareSchema(true);
      session
          .terminal()
          .out()
          .println(
              before.state() == KeySchema.State.CURRENT
                  ? "The schema is at version " + before.needed() + " already."
                  : "The schema was brought from "
                      + (before.found() == null ? "nothing" : "version " + before.found())
                      + " to version "
                      + before.needed()
                      + ".");
      return ExitCode.OK;
    }
  }
}
