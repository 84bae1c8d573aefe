// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli.key;

import dev.latchkey.admin.keys.Caller;
import dev.latchkey.app.cli.option.ConfigOption;
import dev.latchkey.app.cli.option.Session;
import dev.latchkey.app.terminal.ExitCode;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that changes the state of one key: what all of them ask for, and how they answer. */
abstract class KeyStateCommand implements Callable<Integer> {
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

  KeyStateCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    KeyId key = KeyDesk.id(id);
    try (KeyDesk desk = KeyDesk.open(session, config, json)) {
      Tenant owner = desk.tenantOf(key, tenant);
      desk.printer().changed(desk.get(change(desk, desk.caller(owner), key, reason)));
    }
    return ExitCode.OK;
  }

  /** The one thing in which these commands differ. */
  abstract Future<ApiKey> change(KeyDesk desk, Caller caller, KeyId key, @Nullable String reason);
}
