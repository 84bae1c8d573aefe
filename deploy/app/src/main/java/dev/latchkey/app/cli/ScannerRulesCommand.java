// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli;

import dev.latchkey.admin.leaks.ScannerRules;
import dev.latchkey.app.cli.option.ConfigOption;
import dev.latchkey.app.cli.option.Session;
import dev.latchkey.app.terminal.CommandFailure;
import dev.latchkey.app.terminal.ExitCode;
import dev.latchkey.config.ConfigException;
import dev.latchkey.config.ProfileConfig;
import java.io.PrintStream;
import java.util.Collection;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "scanner-rules",
    description = {
      "Prints the rules by which scanners recognise keys.",
      "For every profile of the file, or for one."
    },
    footer = {"", "Example:", "  latchkey scanner-rules --config latchkey.yaml >> .gitleaks.toml"})
final class ScannerRulesCommand implements Callable<Integer> {
  private final Session session;

  /** The scanners that are known. */
  enum Format {
    gitleaks,
    github,
    trufflehog
  }

  @Mixin private final ConfigOption config = new ConfigOption();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "gitleaks",
      description = "gitleaks, github or trufflehog. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.gitleaks;

  @Option(names = "--profile", paramLabel = "PROFILE", description = "Of this profile only.")
  private @Nullable String profile;

  ScannerRulesCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws ConfigException {
    Collection<ProfileConfig> profiles = config.load(session).profiles().values();
    if (profile != null && profiles.stream().noneMatch(each -> each.id().equals(profile))) {
      throw CommandFailure.usage("--profile: the configuration has no profile " + profile);
    }
    PrintStream out = session.terminal().out();
    profiles.stream()
        .filter(each -> profile == null || each.id().equals(profile))
        .map(ScannerRules::new)
        .forEach(rules -> out.println(text(rules)));
    return ExitCode.OK;
  }

  private String text(ScannerRules rules) {
    return switch (format) {
      case gitleaks -> rules.gitleaks();
      case trufflehog -> rules.trufflehog();
      case github -> {
        ScannerRules.Github github = rules.github();
        yield github.name()
            + "\n  secret: "
            + github.secret()
            + "\n  before: "
            + github.before()
            + "\n  after:  "
            + github.after();
      }
    };
  }
}
