// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli.key;

import dev.latchkey.admin.keys.Caller;
import dev.latchkey.app.cli.option.Session;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.IfVersion;
import dev.latchkey.keys.KeyId;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

@Command(
    name = "revoke",
    description = "Ends a key for good. Running gateways learn of it within seconds.",
    footer = {
      "",
      "Example:",
      "  latchkey key revoke key_2kP... --config latchkey.yaml --reason \"holder left\""
    })
final class KeyRevoke extends KeyStateCommand {
  KeyRevoke(Session session) {
    super(session);
  }

  @Override
  Future<ApiKey> change(KeyDesk desk, Caller caller, KeyId key, @Nullable String reason) {
    return desk.service().revoke(caller, key, IfVersion.ANY, reason, null);
  }
}
