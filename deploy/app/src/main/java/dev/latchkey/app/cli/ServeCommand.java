// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli;

import dev.latchkey.app.cli.option.ConfigOption;
import dev.latchkey.app.cli.option.Session;
import dev.latchkey.app.logging.LogSetup;
import dev.latchkey.app.process.OperatorRequests;
import dev.latchkey.app.reload.FileWatch;
import dev.latchkey.app.reload.ReloadMeters;
import dev.latchkey.app.reload.Reloads;
import dev.latchkey.app.terminal.CommandFailure;
import dev.latchkey.app.terminal.ExitCode;
import dev.latchkey.app.wiring.Database;
import dev.latchkey.app.wiring.DatabaseStart;
import dev.latchkey.app.wiring.Node;
import dev.latchkey.app.wiring.Platform;
import dev.latchkey.app.wiring.Undo;
import dev.latchkey.config.ConfigException;
import dev.latchkey.config.GatewayConfig;
import dev.latchkey.config.LatchkeyConfig;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "serve",
    description = {
      "Runs Latchkey until it is told to stop.",
      "When the file changes, or on SIGHUP, it is checked and put in force without a pause; a wrong"
          + " one changes nothing, and the log says why.",
      "After SIGTERM or Ctrl-C it goes on accepting for a moment, finishes what it accepted and"
          + " ends with exit code 0. A second signal shortens that."
    },
    footer = {
      "",
      "The log goes to standard error, the access log to standard output.",
      "LATCHKEY_LOG=debug logs more.",
      "",
      "Example:",
      "  latchkey serve --config latchkey.yaml"
    })
final class ServeCommand implements Callable<Integer> {
  private static final String OTHER_DATA = "";

  private final Session session;

  /** The two halves that can run apart. */
  enum Plane {
    gateway,
    admin
  }

  @Mixin private final ConfigOption config = new ConfigOption();

  @Option(
      names = "--only",
      paramLabel = "PLANE",
      description = "Run one plane alone: gateway or admin. Default: what the file has.")
  private @Nullable Plane only;

  ServeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws ConfigException {
    LogSetup.forServing(session.terminal());
    FileWatch file = new FileWatch(config.file());
    LatchkeyConfig asked = narrowed(config.load(session));
    OperatorRequests stops = session.stops().get();
    Logger log = LoggerFactory.getLogger(ServeCommand.class);
    Undo undo = new Undo();
    try {
      Node.requirePorts(asked);
      DatabaseStart database =
          DatabaseStart.begin(
              () -> Database.of(asked.store(), OTHER_DATA), asked.store().migrate(), undo);
      Platform platform = Platform.start(undo);
      Node node = Node.start(platform, asked, database, accessLog(asked.gateway()), undo);
      Reloads reloads = reloads(platform, file, asked, node);
      undo.addBlocking("configuration watch", reloads::close);
      stops.onReload(reloads::request);
      reloads.start();
      log.info("ready: {}", describe(node.addresses()));
      stops.await();
      log.info("stopping: finishing what was accepted");
    } finally {
      undo.run(stops.hurry());
    }
    log.info("stopped");
    return ExitCode.OK;
  }

  private Reloads reloads(Platform platform, FileWatch file, LatchkeyConfig asked, Node node) {
    return new Reloads(
        file,
        asked,
        () -> narrowed(config.load(session)),
        node::replace,
        new ReloadMeters(platform.registry(), platform.clock()));
  }

  private LatchkeyConfig narrowed(LatchkeyConfig all) {
    if ((only == Plane.gateway && all.gateway() == null)
        || (only == Plane.admin && all.admin() == null)) {
      throw CommandFailure.usage("--only " + only + ": the file has no section " + only);
    }
    return new LatchkeyConfig(
        all.store(),
        only == Plane.admin ? null : all.gateway(),
        only == Plane.gateway ? null : all.admin(),
        all.management(),
        all.scopes(),
        all.plans(),
        all.profiles(),
        all.upstreams(),
        all.routes());
  }

  /** Standard output as it is: a print stream would keep to itself that nothing can be written. */
  private static @Nullable OutputStream accessLog(@Nullable GatewayConfig gateway) {
    return gateway != null && gateway.accessLog().enabled()
        ? new FileOutputStream(FileDescriptor.out)
        : null;
  }

  private static String describe(Node.Addresses addresses) {
    StringBuilder text = new StringBuilder();
    add(text, "gateway", addresses.gateway());
    add(text, "admin", addresses.admin());
    add(text, "management", addresses.management());
    return text.toString();
  }

  private static void add(StringBuilder text, String what, @Nullable String url) {
    if (url != null) {
      text.append(text.isEmpty() ? "" : ", ").append(what).append(' ').append(url);
    }
  }
}
