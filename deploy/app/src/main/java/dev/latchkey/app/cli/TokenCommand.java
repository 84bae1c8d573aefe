// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli;

import dev.latchkey.admin.access.AdminTokens;
import dev.latchkey.app.cli.option.ConfigOption;
import dev.latchkey.app.cli.option.DurationConverter;
import dev.latchkey.app.cli.option.Session;
import dev.latchkey.app.logging.LogSetup;
import dev.latchkey.app.terminal.CommandFailure;
import dev.latchkey.app.terminal.ExitCode;
import dev.latchkey.config.AdminConfig;
import dev.latchkey.config.AdminConfig.Issuer;
import dev.latchkey.config.ConfigException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "token",
    description = {
      "Prints an admin token.",
      "Alone on standard output, signed with the secret of a configured issuer: for the first start"
          + " and for scripts."
    },
    footer = {
      "",
      "Example:",
      "  TOKEN=$(latchkey token --config latchkey.yaml --tenant acme --role owner)"
    })
final class TokenCommand implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofHours(24);

  private final Session session;

  @Mixin private final ConfigOption config = new ConfigOption();

  @Option(
      names = "--tenant",
      required = true,
      paramLabel = "TENANT",
      description = "Whose keys the token is for.")
  private String tenant = "";

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "owner, admin, developer, viewer or auditor.")
  private String role = "";

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      defaultValue = "1h",
      converter = DurationConverter.class,
      description = "How long it works, 1s to 24h. Default: ${DEFAULT-VALUE}.")
  private Duration ttl = Duration.ZERO;

  @Option(
      names = "--issuer",
      paramLabel = "ISSUER",
      description = "Which issuer's secret, if there are several. Default: the first.")
  private @Nullable String issuer;

  TokenCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws ConfigException {
    LogSetup.forCommand(session.terminal());
    if (ttl.isZero() || ttl.compareTo(LONGEST) > 0) {
      throw CommandFailure.usage("--ttl is 1s to 24h");
    }
    AdminConfig admin = config.load(session).admin();
    if (admin == null) {
      throw CommandFailure.usage("the configuration has no section admin, hence no issuers");
    }
    try {
      String token =
          new AdminTokens(InstantSource.system()).issue(signer(admin.issuers()), tenant, role, ttl);
      session.terminal().out().println(token);
      return ExitCode.OK;
    } catch (IllegalArgumentException refused) {
      throw CommandFailure.usage(String.valueOf(refused.getMessage()));
    }
  }

  private Issuer signer(List<Issuer> issuers) {
    if (issuer != null && issuers.stream().noneMatch(each -> each.issuer().equals(issuer))) {
      throw CommandFailure.usage("--issuer: the configuration has no issuer " + issuer);
    }
    return issuers.stream()
        .filter(each -> issuer == null || each.issuer().equals(issuer))
        .filter(each -> each.secret() != null)
        .findFirst()
        .orElseThrow(
            () ->
                CommandFailure.usage(
                    "no token can be made here: "
                        + issuers.stream().map(Issuer::issuer).collect(Collectors.joining(", "))
                        + " signs with a private key of its own. Get the token there, or add an"
                        + " issuer with algorithm HS256 and a secret to admin.issuers."));
  }
}
