// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli.key;

import dev.latchkey.app.cli.option.ConfigOption;
import dev.latchkey.app.cli.option.Session;
import dev.latchkey.app.terminal.ExitCode;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Tenant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "enable",
    description = "Lets a disabled key work again.",
    footer = {
      "",
      "Example:",
      "  latchkey key enable key_2kP... --config latchkey.yaml --reason \"left the project\""
    })
final class KeyEnable implements Callable<Integer> {
  private final Session session;

  @Mixin private final ConfigOption config = new ConfigOption();

  @Parameters(paramLabel = "ID", description = "The key's id, never the key itself.")
  private String id = "";

  @Option(
      names = "--tenant",
      paramLabel = "TENANT",
      description = "Refuse unless the key is this tenant's. Default: whoever's it is.")
  private @Nullable String tenant;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit trail.")
  private @Nullable String reason;

  @Option(names = "--json", description = "Print JSON, as the admin API would.")
  private boolean json;

  KeyEnable(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    KeyId key = KeyDesk.id(id);
    try (KeyDesk desk = KeyDesk.open(session, config, json)) {
      Tenant owner = desk.tenantOf(key, tenant);
      desk.printer()
          .changed(desk.get(desk.service().enable(desk.caller(owner), key, null, reason)));
    }
    return ExitCode.OK;
  }
}
