// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli.admin;

import dev.latchkey.admin.access.Role;
import dev.latchkey.admin.login.LoginCodes;
import dev.latchkey.app.cli.option.ConfigOption;
import dev.latchkey.app.cli.option.Session;
import dev.latchkey.app.logging.LogSetup;
import dev.latchkey.app.terminal.CommandFailure;
import dev.latchkey.app.terminal.ExitCode;
import dev.latchkey.app.wiring.StoreVisit;
import dev.latchkey.config.AdminConfig;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.config.LoginConfig.Local;
import dev.latchkey.keys.Actor;
import dev.latchkey.keys.Attribution;
import dev.latchkey.keys.Tenant;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "reset",
    description = {
      "Prints a code that gives a local administrator a new password.",
      "Alone on standard output. It works once, for 15 minutes, and makes the administrator if"
          + " there is none of that name. Their sessions end when it is used."
    },
    footer = {
      "",
      "Use it:  POST /admin/v1/bootstrap",
      "         {\"code\": CODE, \"name\": NAME, \"password\": PASSWORD}",
      "",
      "Example:",
      "  latchkey admin reset --config latchkey.yaml --name lan"
    })
final class AdminReset implements Callable<Integer> {
  private static final Actor OPERATOR =
      new Actor(Actor.Type.OPERATOR, "latchkey admin", "latchkey admin");
  private static final int LONGEST_NAME = 100;

  private final Session session;

  @Mixin private final ConfigOption config = new ConfigOption();

  @Option(names = "--name", required = true, paramLabel = "NAME", description = "Whose password.")
  private String name = "";

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "owner",
      description =
          "What a new one may be: owner, admin, developer, viewer or auditor. Default:"
              + " ${DEFAULT-VALUE}.")
  private String role = "";

  AdminReset(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    LogSetup.forCommand(session.terminal());
    if (Role.ofWord(role).isEmpty()) {
      throw CommandFailure.usage("--role is owner, admin, developer, viewer or auditor");
    }
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw CommandFailure.usage("--name is 1 to " + LONGEST_NAME + " characters");
    }
    LatchkeyConfig read = config.load(session);
    Tenant tenant = new Tenant(local(read).tenant());
    InstantSource clock = InstantSource.system();
    try (StoreVisit visit = StoreVisit.open(read, clock)) {
      LoginCodes codes =
          new LoginCodes(visit.store().control().accounts(), clock, new SecureRandom());
      Attribution by = new Attribution(tenant, OPERATOR, "command line", null, null);
      session.terminal().out().println(visit.get(codes.forName(by, name, role)));
    }
    return ExitCode.OK;
  }

  private static Local local(LatchkeyConfig config) {
    AdminConfig admin = config.admin();
    if (admin == null || admin.login() == null || admin.login().local() == null) {
      throw CommandFailure.usage("the configuration has no admin.login.local");
    }
    return admin.login().local();
  }
}
