// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli;

import dev.latchkey.app.cli.option.ConfigOption;
import dev.latchkey.app.cli.option.Session;
import dev.latchkey.app.logging.LogSetup;
import dev.latchkey.app.terminal.CommandFailure;
import dev.latchkey.app.terminal.ExitCode;
import dev.latchkey.app.terminal.Ink;
import dev.latchkey.app.terminal.TextTable;
import dev.latchkey.app.wiring.StoreVisit;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.gateway.GatewayRules;
import dev.latchkey.gateway.explain.Explainer;
import dev.latchkey.gateway.explain.Explanation;
import dev.latchkey.gateway.explain.Question;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.KeyId;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "explain",
    description = {
      "Tells whether a key would pass on a route, and why not.",
      "By the checks of the gateway itself; counts nothing. Exit code 0 if the call would pass, 1 if it would be refused."
    },
    footer = {
      "",
      "Example:",
      "  latchkey explain --config latchkey.yaml --key-id key_2kP... --method GET --path /v1/agents"
    })
final class ExplainCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final ConfigOption config = new ConfigOption();

  @Option(
      names = "--key-id",
      required = true,
      paramLabel = "ID",
      description = "The key's id, never the key itself.")
  private String keyId = "";

  @Option(
      names = "--method",
      required = true,
      paramLabel = "M",
      description = "The call's method, such as GET.")
  private String method = "";

  @Option(
      names = "--path",
      required = true,
      paramLabel = "P",
      description = "The call's path, beginning with a slash.")
  private String path = "";

  @Option(
      names = "--host",
      paramLabel = "H",
      description = "The call's Host field. Default: none, so that routes for any host apply.")
  private @Nullable String host;

  @Option(
      names = "--ip",
      paramLabel = "A",
      defaultValue = "127.0.0.1",
      description = "The client's address. Default: ${DEFAULT-VALUE}.")
  private String address = "";

  ExplainCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    LogSetup.forCommand(session.terminal());
    KeyId id =
        KeyId.parse(keyId)
            .orElseThrow(() -> CommandFailure.usage("--key-id: not an id of a key: " + keyId));
    LatchkeyConfig read = config.load(session);
    if (read.gateway() == null) {
      throw CommandFailure.usage(
          "the configuration has no section gateway, hence no routes in use");
    }
    InstantSource clock = InstantSource.system();
    Explainer explainer = new Explainer(GatewayRules.of(read, "explain"), clock);
    ApiKey key;
    try (StoreVisit visit = StoreVisit.open(read, clock)) {
      key =
          visit.get(
              visit
                  .store()
                  .tenantOf(id)
                  .compose(tenant -> visit.store().ledger().read(tenant, id)));
    }
    Explanation explanation =
        explainer.explain(Question.of(key, method.toUpperCase(Locale.ROOT), path, host, address));
    print(key, explanation);
    return explanation.passes() ? ExitCode.OK : ExitCode.REFUSED;
  }

  private void print(ApiKey key, Explanation explanation) {
    PrintStream out = session.terminal().out();
    Ink ink = session.terminal().ink();
    out.println(
        method.toUpperCase(Locale.ROOT)
            + " "
            + path
            + " with key "
            + key.id()
            + " \""
            + key.name()
            + "\" of profile "
            + key.profile()
            + ", tenant "
            + key.tenant());
    out.println();
    TextTable table = new TextTable();
    explanation.checks().forEach(check -> table.row(check.check(), check.detail()));
    List<String> lines = table.lines("");
    for (int i = 0; i < lines.size(); i++) {
      boolean ok = explanation.checks().get(i).ok();
      out.println("  " + (ok ? ink.green("\u2713") : ink.red("\u2717")) + " " + lines.get(i));
    }
    out.println();
    Reason refusal = explanation.refusal();
    out.println(
        refusal == null
            ? "The call would be forwarded, as long as the limits allow."
            : "The call would be answered " + refusal.status() + " " + refusal.code() + ".");
  }
}
