// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli.key;

import dev.latchkey.app.cli.option.ConfigOption;
import dev.latchkey.app.cli.option.Session;
import dev.latchkey.app.terminal.CommandFailure;
import dev.latchkey.app.terminal.ExitCode;
import dev.latchkey.keys.KeyQuery;
import dev.latchkey.keys.KeyStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    description = "Lists a tenant's keys, newest first; revoked ones only if asked for.",
    footer = {"", "Example:", "  latchkey key list --config latchkey.yaml --tenant acme"})
final class KeyList implements Callable<Integer> {
  private final Session session;

  @Mixin private final ConfigOption config = new ConfigOption();

  @Option(names = "--tenant", required = true, paramLabel = "TENANT", description = "Whose keys.")
  private String tenant = "";

  @Option(names = "--profile", paramLabel = "PROFILE", description = "Of this profile only.")
  private @Nullable String profile;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "active, scheduled, disabled, expired or revoked; may be repeated.")
  private List<String> statuses = new ArrayList<>();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "At most so many, 1 to 200. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--json", description = "Print JSON, as the admin API would.")
  private boolean json;

  KeyList(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    if (limit < 1 || limit > 200) {
      throw CommandFailure.usage("--limit is 1 to 200");
    }
    KeyQuery query = query();
    try (KeyDesk desk = KeyDesk.open(session, config, json)) {
      desk.printer().list(desk.get(desk.service().list(KeyDesk.tenant(tenant), query)));
    }
    return ExitCode.OK;
  }

  private KeyQuery query() {
    Set<KeyStatus> wanted = EnumSet.noneOf(KeyStatus.class);
    statuses.forEach(word -> wanted.add(status(word)));
    KeyQuery all = KeyQuery.all(limit);
    return new KeyQuery(
        wanted,
        profile,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        all.sort(),
        all.descending(),
        null,
        limit);
  }

  private static KeyStatus status(String word) {
    return Arrays.stream(KeyStatus.values())
        .filter(status -> status.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                CommandFailure.usage(
                    "--status is active, scheduled, disabled, expired or revoked"));
  }
}
