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
    name = "enable",
    description = "Lets a disabled key work again.",
    footer = {
      "",
      "Example:",
      "  latchkey key enable key_2kP... --config latchkey.yaml --reason \"back again\""
    })
final class KeyEnable extends KeyStateCommand {
  KeyEnable(Session session) {
    super(session);
  }

  @Override
  Future<ApiKey> change(KeyDesk desk, Caller caller, KeyId key, @Nullable String reason) {
    return desk.service().enable(caller, key, IfVersion.ANY, reason);
  }
}
