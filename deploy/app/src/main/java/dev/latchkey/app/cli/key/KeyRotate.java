// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli.key;

import dev.latchkey.admin.keys.Caller;
import dev.latchkey.admin.keys.RotateRequest;
import dev.latchkey.admin.problem.Faults;
import dev.latchkey.app.cli.option.ConfigOption;
import dev.latchkey.app.cli.option.DurationConverter;
import dev.latchkey.app.cli.option.Session;
import dev.latchkey.app.terminal.CommandFailure;
import dev.latchkey.app.terminal.ExitCode;
import dev.latchkey.keys.IfVersion;
import dev.latchkey.keys.KeyActions;
import dev.latchkey.keys.KeyId;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "rotate",
    description = {
      "Replaces a key's secret, keeping its id, limits and history; prints the new one once."
    },
    footer = {
      "",
      "Example:",
      "  latchkey key rotate key_2kP... --config latchkey.yaml --grace 24h"
    })
final class KeyRotate implements Callable<Integer> {
  private final Session session;

  @Mixin private final ConfigOption config = new ConfigOption();

  @Parameters(paramLabel = "ID", description = "The key's id, never the key itself.")
  private String id = "";

  @Option(
      names = "--tenant",
      paramLabel = "TENANT",
      description = "Refuse unless the key is this tenant's. Default: whoever's it is.")
  private @Nullable String tenant;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      defaultValue = "0s",
      converter = DurationConverter.class,
      description =
          "How long the old secret works beside the new one, 0s to 30d. Default: ${DEFAULT-VALUE}.")
  private Duration grace = Duration.ZERO;

  @Option(
      names = "--on-first-use",
      description = "Let the new secret take over, and grace begin, when it is first used.")
  private boolean onFirstUse;

  @Option(names = "--force", description = "Overtake a rotation that is still in grace.")
  private boolean force;

  @Option(names = "--json", description = "Print JSON, as the admin API would.")
  private boolean json;

  KeyRotate(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    KeyId key = KeyDesk.id(id);
    if (grace.compareTo(KeyActions.LONGEST_GRACE) > 0) {
      throw CommandFailure.usage("--grace is 0s to 30d");
    }
    RotateRequest wanted = new RotateRequest(grace, onFirstUse, force, null);
    try (KeyDesk desk = KeyDesk.open(session, config, json)) {
      Caller caller = desk.caller(desk.tenantOf(key, tenant));
      desk.printer()
          .created(
              desk.get(desk.service().rotate(caller, key, IfVersion.ANY, wanted, new Faults())),
              "Rotated");
    }
    return ExitCode.OK;
  }
}
