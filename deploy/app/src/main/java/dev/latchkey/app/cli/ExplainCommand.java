// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli;

import dev.latchkey.admin.calls.CallViews;
import dev.latchkey.admin.problem.Language;
import dev.latchkey.admin.problem.Messages;
import dev.latchkey.app.cli.option.ConfigOption;
import dev.latchkey.app.cli.option.Session;
import dev.latchkey.app.logging.LogSetup;
import dev.latchkey.app.terminal.CommandFailure;
import dev.latchkey.app.terminal.ExitCode;
import dev.latchkey.app.wiring.StoreVisit;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.gateway.GatewayRules;
import dev.latchkey.gateway.explain.Explainer;
import dev.latchkey.gateway.explain.Explanation;
import dev.latchkey.gateway.explain.Question;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.postgres.PgStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "explain",
    description = {
      "Tells why a call was refused, or whether one would pass.",
      "By the checks of the gateway itself; counts nothing. Exit code 0 if the call would pass, 1"
          + " if it would be or was refused, 2 if no refusal of this request id is kept."
    },
    footer = {
      "",
      "Examples:",
      "  latchkey explain --config latchkey.yaml --key-id key_2kP... \\",
      "    --method GET --path /v1/agents",
      "  latchkey explain --config latchkey.yaml --request-id 0198c2... --json"
    })
final class ExplainCommand implements Callable<Integer> {
  /** Sees what came without a known key, as any tenant does. */
  private static final Tenant NOBODY = new Tenant("nobody");

  private final Session session;

  @Mixin private final ConfigOption config = new ConfigOption();

  @ArgGroup(multiplicity = "1")
  private Subject subject = new Subject();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /** What is asked about: one or the other. */
  private static final class Subject {
    @Option(
        names = "--request-id",
        required = true,
        paramLabel = "ID",
        description = "The X-Request-Id of an answer: why was this call refused?")
    private @Nullable String requestId;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private @Nullable Supposed supposed;
  }

  /** A call that nobody made. */
  private static final class Supposed {
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

    Question of(ApiKey key) {
      return Question.of(key, method.toUpperCase(Locale.ROOT), path, host, address);
    }
  }

  ExplainCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    LogSetup.forCommand(session.terminal());
    return subject.supposed == null
        ? refused(String.valueOf(subject.requestId))
        : supposed(subject.supposed);
  }

  private int refused(String requestId) throws Exception {
    LatchkeyConfig read = config.load(session);
    InstantSource clock = InstantSource.system();
    try (StoreVisit visit = StoreVisit.open(read, clock)) {
      PgStore store = visit.store();
      Duration kept = read.store().retention().calls();
      CallViews views = new CallViews(store.ledger(), store.calls(), new Messages(), kept, clock);
      printer()
          .refusal(
              visit.get(
                  store
                      .tenantOfRequest(requestId)
                      .compose(
                          tenant -> views.refusal(tenant.orElse(NOBODY), requestId, Language.EN))));
    }
    return ExitCode.REFUSED;
  }

  private int supposed(Supposed call) throws Exception {
    KeyId id =
        KeyId.parse(call.keyId)
            .orElseThrow(() -> CommandFailure.usage("--key-id: not an id of a key: " + call.keyId));
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
    Explanation explanation = explainer.explain(call.of(key));
    printer().explanation(call.method.toUpperCase(Locale.ROOT), call.path, key, explanation);
    return explanation.passes() ? ExitCode.OK : ExitCode.REFUSED;
  }

  private ExplanationPrinter printer() {
    return new ExplanationPrinter(session.terminal(), json);
  }
}
