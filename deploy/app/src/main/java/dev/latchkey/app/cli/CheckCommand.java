// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli;

import dev.latchkey.app.cli.option.ConfigOption;
import dev.latchkey.app.cli.option.Session;
import dev.latchkey.app.logging.LogSetup;
import dev.latchkey.app.terminal.ExitCode;
import dev.latchkey.config.ConfigException;
import dev.latchkey.config.LatchkeyConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "check",
    description = {
      "Checks a configuration file, and starts nothing.",
      "Every problem is told with file, line and column. Exit code 0 or 2."
    },
    footer = {"", "Example:", "  latchkey check --config latchkey.yaml"})
final class CheckCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final ConfigOption config = new ConfigOption();

  CheckCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws ConfigException {
    LogSetup.forCommand(session.terminal());
    LatchkeyConfig found = config.load(session);
    session.terminal().out().println(config.file() + ": fine: " + summary(found));
    return ExitCode.OK;
  }

  private static String summary(LatchkeyConfig found) {
    List<String> parts = new ArrayList<>();
    parts.add(count(found.routes().size(), "route"));
    parts.add(count(found.profiles().size(), "profile"));
    parts.add(count(found.scopes().size(), "scope"));
    parts.add(count(found.plans().size(), "plan"));
    parts.add(count(found.upstreams().size(), "upstream"));
    if (found.gateway() != null) {
      parts.add("gateway on " + found.gateway().listen());
    }
    if (found.admin() != null) {
      parts.add("admin on " + found.admin().listen());
    }
    if (found.management() != null) {
      parts.add("management on " + found.management().listen());
    }
    return String.join(", ", parts);
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
