// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli;

import dev.latchkey.app.cli.option.Session;
import dev.latchkey.app.demo.Demo;
import dev.latchkey.app.demo.DemoOptions;
import dev.latchkey.app.logging.LogSetup;
import dev.latchkey.app.terminal.CommandFailure;
import dev.latchkey.app.terminal.ExitCode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description = {
      "Runs everything at once, to try it.",
      "A database of its own, a backend that echoes what it receives, four products, and a key for"
          + " each. Prints calls that work when pasted. Ctrl-C stops it and, without --data, leaves nothing behind."
    },
    footer = {
      "",
      "Example:",
      "  latchkey demo --gateway-port 0 --admin-port 0 --management-port 0"
    })
final class DemoCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--gateway-port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Where calls go; 0 for any free port. Default: ${DEFAULT-VALUE}.")
  private int gatewayPort;

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description = "Where keys are managed; 0 for any free port. Default: ${DEFAULT-VALUE}.")
  private int adminPort;

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      defaultValue = "9090",
      description = "Health and metrics; 0 for any free port. Default: ${DEFAULT-VALUE}.")
  private int managementPort;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep the database there. Default: a directory that is deleted at the end.")
  private @Nullable Path data;

  @Option(
      names = "--json",
      description = "Print one JSON object with addresses, token and keys instead.")
  private boolean json;

  @Option(names = "--access-log", description = "Log every call to standard error.")
  private boolean accessLog;

  DemoCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    LogSetup.forDemo(session.terminal());
    requirePort("--gateway-port", gatewayPort);
    requirePort("--admin-port", adminPort);
    requirePort("--management-port", managementPort);
    new Demo(
            new DemoOptions(gatewayPort, adminPort, managementPort, data, json, accessLog),
            session.terminal(),
            Versions.latchkey())
        .run(session.stops().get());
    return ExitCode.OK;
  }

  private static void requirePort(String option, int port) {
    if (port < 0 || port > 65_535) {
      throw CommandFailure.usage(option + " is 0 to 65535");
    }
  }
}
