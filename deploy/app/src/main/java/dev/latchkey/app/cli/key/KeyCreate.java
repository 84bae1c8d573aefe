// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli.key;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.keys.CreateRequest;
import dev.latchkey.admin.problem.Faults;
import dev.latchkey.app.cli.option.ConfigOption;
import dev.latchkey.app.cli.option.Session;
import dev.latchkey.app.terminal.CommandFailure;
import dev.latchkey.app.terminal.ExitCode;
import dev.latchkey.keys.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "create",
    description = "Makes a key and prints its secret once, by the rules of its profile.",
    footer = {
      "",
      "Example:",
      "  latchkey key create --config latchkey.yaml --tenant acme \\",
      "    --profile agent --name CRM"
    })
final class KeyCreate implements Callable<Integer> {
  /** At most as many digits as the largest quota has. */
  private static final Pattern QUOTA = Pattern.compile("([1-9][0-9]{0,14})/(day|month)");

  private final Session session;

  @Mixin private final ConfigOption config = new ConfigOption();

  @Option(names = "--tenant", required = true, paramLabel = "TENANT", description = "Whose keys.")
  private String tenant = "";

  @Option(
      names = "--profile",
      required = true,
      paramLabel = "PROFILE",
      description = "What kind of key.")
  private String profile = "";

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "What people will call it.")
  private String name = "";

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "What it may do; may be repeated. Default: as the profile says.")
  private List<String> scopes = new ArrayList<>();

  @Option(
      names = "--environment",
      paramLabel = "ENV",
      description = "Such as live or test, where the profile has environments.")
  private @Nullable String environment;

  @Option(
      names = "--plan",
      paramLabel = "PLAN",
      description = "Its limits. Default: the profile's plan.")
  private @Nullable String plan;

  @Option(
      names = "--expires-in-days",
      paramLabel = "N",
      description = "When it ends, 1 to 3650 days from now. Default: never.")
  private @Nullable Integer days;

  @Option(
      names = "--quota",
      paramLabel = "N/PERIOD",
      description =
          "Calls per day or month, UTC, such as 1000/day. Replaces the plan's quota of that name.")
  private @Nullable String quota;

  @Option(
      names = "--quota-name",
      paramLabel = "NAME",
      description = "Which quota of the plan it replaces. Default: day or month.")
  private @Nullable String quotaName;

  @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
  private @Nullable String description;

  @Option(names = "--tag", paramLabel = "TAG", description = "A label; may be repeated.")
  private List<String> tags = new ArrayList<>();

  @Option(
      names = "--ip-allow",
      paramLabel = "NETWORK",
      description = "Where it may be used from, such as 10.0.0.0/8; may be repeated.")
  private List<String> networks = new ArrayList<>();

  @Option(names = "--json", description = "Print JSON, as the admin API would.")
  private boolean json;

  KeyCreate(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    Tenant owner = KeyDesk.tenant(tenant);
    Faults faults = new Faults();
    CreateRequest wanted = CreateRequest.read(body(), faults);
    try (KeyDesk desk = KeyDesk.open(session, config, json)) {
      desk.printer()
          .created(desk.get(desk.service().create(desk.caller(owner), wanted, faults)), "Created");
    }
    return ExitCode.OK;
  }

  /** As the admin API would receive it, so that one set of rules decides. */
  private ObjectNode body() {
    ObjectNode body = Json.object().put("profile", profile).put("name", name);
    put(body, "description", description);
    put(body, "environment", environment);
    put(body, "plan", plan);
    put(body, "scopes", scopes);
    put(body, "tags", tags);
    put(body, "ipAllow", networks);
    if (days != null) {
      if (days < 1 || days > 3_650) {
        throw CommandFailure.usage("--expires-in-days is 1 to 3650");
      }
      body.put("expiresInDays", days);
    }
    putQuota(body);
    return body;
  }

  private void putQuota(ObjectNode body) {
    if (quota == null) {
      if (quotaName != null) {
        throw CommandFailure.usage("--quota-name needs --quota");
      }
      return;
    }
    Matcher parts = QUOTA.matcher(quota);
    if (!parts.matches()) {
      throw CommandFailure.usage("--quota is calls per day or month, such as 1000/day");
    }
    ObjectNode wanted = body.putObject("quota");
    wanted.put("limit", Long.parseLong(parts.group(1))).put("period", parts.group(2));
    put(wanted, "name", quotaName);
  }

  private static void put(ObjectNode body, String member, @Nullable String value) {
    if (value != null) {
      body.put(member, value);
    }
  }

  private static void put(ObjectNode body, String member, List<String> values) {
    if (!values.isEmpty()) {
      body.set(member, Json.array(values));
    }
  }
}
