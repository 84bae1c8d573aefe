// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli;

import dev.latchkey.app.cli.admin.AdminCommand;
import dev.latchkey.app.cli.audit.AuditCommand;
import dev.latchkey.app.cli.key.KeyCommand;
import dev.latchkey.app.cli.option.Session;
import dev.latchkey.app.terminal.ExitCode;
import dev.latchkey.app.terminal.Terminal;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** All commands, with one way to show help and one way to fail. */
public final class CommandTree {
  /** What every terminal shows. */
  private static final int WIDTH = 80;

  private CommandTree() {}

  @Command(
      name = "latchkey",
      description =
          "The front door for existing backends: each request carries an API key; Latchkey checks"
              + " it, its scopes and its limits, and forwards the call.",
      versionProvider = Versions.class,
      synopsisSubcommandLabel = "COMMAND",
      footer = {
        "",
        "Ten minutes:  latchkey demo",
        "A command:    latchkey COMMAND --help",
        "",
        "Exit codes: 0 fine, 1 the answer is no (explain, key import, audit verify),",
        "2 usage or configuration, 3 store unreachable or schema mismatch,",
        "4 a port is taken."
      })
  private static final class Root implements Callable<Integer> {

    @Option(
        names = {"-V", "--version"},
        versionHelp = true,
        description = "Show versions and exit.")
    private boolean version;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
      if (spec == null || version) {
        return ExitCode.OK;
      }
      throw new ParameterException(spec.commandLine(), "Missing command");
    }
  }

  /** Runs one command line, and returns its exit code. Blocks until the command is done. */
  public static int run(Session session, String... arguments) {
    Terminal terminal = session.terminal();
    CommandLine root =
        new CommandLine(new Root())
            .addSubcommand(new DemoCommand(session))
            .addSubcommand(new ServeCommand(session))
            .addSubcommand(new CheckCommand(session))
            .addSubcommand(new MigrateCommand(session))
            .addSubcommand(new TokenCommand(session))
            .addSubcommand(KeyCommand.tree(session))
            .addSubcommand(AuditCommand.tree(session))
            .addSubcommand(AdminCommand.tree(session))
            .addSubcommand(new ExplainCommand(session))
            .addSubcommand(new ScannerRulesCommand(session))
            .addSubcommand(new VersionCommand(session))
            .addSubcommand(new HelpCommand());
    dress(root);
    Failures failures = new Failures(terminal);
    root.setOut(writer(terminal.out()))
        .setErr(writer(terminal.err()))
        .setColorScheme(Help.defaultColorScheme(terminal.ink().on() ? Help.Ansi.ON : Help.Ansi.OFF))
        .setParameterExceptionHandler((wrong, given) -> misused(wrong, terminal))
        .setExecutionExceptionHandler((failure, command, parsed) -> failures.report(failure));
    return root.execute(arguments);
  }

  /** One look for every command, and its last option. */
  private static void dress(CommandLine command) {
    command
        .getCommandSpec()
        .usageMessage()
        .width(WIDTH)
        .sortOptions(false)
        .parameterListHeading("%nArguments:%n")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n");
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help and exit.")
                .build());
    command.getSubcommands().values().forEach(CommandTree::dress);
  }

  private static int misused(ParameterException wrong, Terminal terminal) {
    CommandLine command = wrong.getCommandLine();
    PrintStream err = terminal.err();
    err.println("latchkey: " + Misuse.words(wrong));
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE_OR_CONFIGURATION;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }
}
