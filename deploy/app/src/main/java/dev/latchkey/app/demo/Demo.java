// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.demo;

import dev.latchkey.admin.access.AdminTokens;
import dev.latchkey.app.process.OperatorRequests;
import dev.latchkey.app.terminal.CommandFailure;
import dev.latchkey.app.terminal.ExitCode;
import dev.latchkey.app.terminal.Terminal;
import dev.latchkey.app.wiring.Database;
import dev.latchkey.app.wiring.DatabaseStart;
import dev.latchkey.app.wiring.Node;
import dev.latchkey.app.wiring.Platform;
import dev.latchkey.app.wiring.Undo;
import dev.latchkey.app.wiring.Waiting;
import dev.latchkey.config.AdminConfig.Issuer;
import dev.latchkey.config.LatchkeyConfig;
import io.vertx.core.http.HttpServer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Puts a whole Latchkey on the screen, and clears it away again. One thread. */
public final class Demo {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration TOKEN_LIFE = Duration.ofDays(7);
  private static final int SECRET_BYTES = 32;

  private final DemoOptions options;
  private final Terminal terminal;
  private final String version;

  public Demo(DemoOptions options, Terminal terminal, String version) {
    this.options = options;
    this.terminal = terminal;
    this.version = version;
  }

  /**
   * Runs until it is asked to stop. Blocks.
   *
   * @throws Exception when something cannot be started; {@link CommandFailure} says why in words
   */
  public void run(OperatorRequests stops) throws Exception {
    long begun = System.nanoTime();
    Undo undo = new Undo();
    try {
      DemoFacts facts = start(undo);
      if (options.json()) {
        terminal.out().println(facts.toJson().encode());
        terminal.out().flush();
      } else {
        new DemoReport(facts, terminal.ink(), terminal.out())
            .print(version, seconds(System.nanoTime() - begun), ending());
      }
      stops.await();
      terminal.err().println("Stopping.");
    } finally {
      undo.run(stops.hurry());
    }
  }

  private DemoFacts start(Undo undo) throws Exception {
    DemoConfig template = new DemoConfig(options, secret());
    requirePorts(template.with(0));
    DatabaseStart database = DatabaseStart.begin(this::database, true, undo);
    Platform platform = Platform.start(undo);
    HttpServer backend = Waiting.on(new EchoBackend(platform.vertx()).listen(), LIMIT);
    undo.add("sample backend", () -> backend.close().toCompletionStage());
    LatchkeyConfig config = template.with(backend.actualPort());
    Node node =
        Node.start(platform, config, database, options.accessLog() ? terminal.err() : null, undo);
    List<DemoKey> keys =
        Waiting.on(new DemoKeys(platform, config, node.store().ledger()).create(), LIMIT);
    Issuer issuer = Objects.requireNonNull(config.admin()).issuers().get(0);
    String token =
        new AdminTokens(platform.clock()).issue(issuer, DemoKeys.TENANT.id(), "owner", TOKEN_LIFE);
    return new DemoFacts(node.addresses(), token, keys);
  }

  private Database database() {
    Path data = options.data();
    return data == null
        ? Database.throwAway()
        : Database.persistent(data.toAbsolutePath(), "Choose another --data, or stop that one.");
  }

  private static void requirePorts(LatchkeyConfig config) {
    try {
      Node.requirePorts(config);
    } catch (CommandFailure refused) {
      if (refused.exitCode() != ExitCode.PORT_TAKEN) {
        throw refused;
      }
      String words = refused.words();
      String section = words.substring(0, words.indexOf('.'));
      throw new CommandFailure(
          ExitCode.PORT_TAKEN, words + " With --" + section + "-port 0 any free one is used.");
    }
  }

  private String ending() {
    return options.data() == null
        ? "Ctrl-C stops everything and leaves nothing behind."
        : "Ctrl-C stops everything; the keys stay in " + options.data() + ".";
  }

  private static String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String seconds(long nanos) {
    long tenths = Duration.ofNanos(nanos).toMillis() / 100;
    return tenths / 10 + "." + tenths % 10 + " s";
  }
}
