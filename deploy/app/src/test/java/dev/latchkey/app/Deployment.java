// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import dev.latchkey.keys.Canary;
import dev.latchkey.keys.postgres.TestDatabase;
import dev.latchkey.keys.postgres.embedded.Address;
import dev.latchkey.keys.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A database, a backend that answers "ok", and nodes of the program on them. */
final class Deployment implements AutoCloseable {
  final EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedPostgres.Settings.throwAway());
  final Calls http = new Calls();
  final String signingSecret = "signing-" + UUID.randomUUID() + UUID.randomUUID();
  final String pepper = "pepper-" + UUID.randomUUID() + UUID.randomUUID();
  private final Path folder;
  private final Backend backend = new Backend();
  private final List<Node> nodes = new ArrayList<>();

  Deployment(Path folder) {
    this.folder = folder;
    Canary.release("the signing secret", signingSecret);
    Canary.release("the pepper", pepper);
    Canary.release("the password of the database", postgres.address().password());
  }

  /** One process of the program. */
  record Node(Program program, String gateway, String admin, String management, Path config) {}

  /** Past every node, straight to the database, as its owner. */
  Connection connect() throws SQLException {
    Address at = postgres.address();
    return DriverManager.getConnection(at.jdbcUrl(), at.user(), at.password());
  }

  /** Starts a node and waits until it is ready. */
  Node start() {
    return start(List.of());
  }

  /**
   * Likewise.
   *
   * @param starter words of a command that runs what follows them
   */
  Node start(List<String> starter) {
    int gateway = freePort();
    int admin = freePort();
    int management = freePort();
    Path config = folder.resolve("node-" + nodes.size() + ".yaml");
    write(config, config(gateway, admin, management));
    Program program = serve(starter, config);
    Node node =
        new Node(
            program,
            "http://127.0.0.1:" + gateway,
            "http://127.0.0.1:" + admin,
            "http://127.0.0.1:" + management,
            config);
    nodes.add(node);
    awaitReady(node);
    return node;
  }

  Map<String, String> environment() {
    return Map.of(
        "DB_PASSWORD", postgres.address().password(),
        "ADMIN_JWT_SECRET", signingSecret,
        "PEPPER", pepper);
  }

  /** An owner's token, made by the program itself. */
  String ownerToken(Node node, String tenant) {
    Run token =
        Run.of(
            environment(),
            "token",
            "--config",
            node.config().toString(),
            "--tenant",
            tenant,
            "--role",
            "owner");
    if (token.code() != 0) {
      throw new AssertionError(token.err());
    }
    return token.out().strip();
  }

  /** Creates a key that may read. */
  Key createKey(Node node, String token, String name) {
    Calls.Answer created =
        http.post(
            node.admin() + "/admin/v1/keys",
            "{\"profile\":\"app\",\"name\":\"" + name + "\",\"scopes\":[\"things:read\"]}",
            "Authorization",
            "Bearer " + token);
    if (created.status() != 201) {
      throw new AssertionError("create: " + created.status() + " " + created.body());
    }
    return new Key(
        created.json().path("key").path("id").asText(), created.json().path("secret").asText());
  }

  record Key(String id, String secret) {}

  /** One call with this key. */
  int call(Node node, String secret) {
    return http.get(node.gateway() + "/things", "X-API-Key", secret).status();
  }

  List<Node> nodes() {
    return nodes;
  }

  /** Stops everything, and searches whatever it wrote for every secret that went through it. */
  @Override
  public void close() {
    try {
      for (Node node : nodes) {
        Canary.requireNoneIn("the metrics", http.get(node.management() + "/metrics").body());
      }
      Canary.requireNoneIn("the rows", new TestDatabase(postgres.address()).dump());
      nodes.forEach(node -> node.program().close());
      nodes.forEach(node -> Canary.requireNoneIn("a node's log", node.program().said()));
    } finally {
      nodes.forEach(node -> node.program().close());
      backend.close();
      postgres.close();
    }
  }

  private void awaitReady(Node node) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (http.get(node.management() + "/readyz").status() != 200) {
      if (!node.program().isAlive() || System.nanoTime() > deadline) {
        throw new AssertionError("not ready:\n" + node.program().said());
      }
    }
  }

  private String config(int gateway, int admin, int management) {
    return """
    version: 1
    store:
      postgres: { url: "postgresql://%s@127.0.0.1:%d/%s", password: "${env:DB_PASSWORD}" }
      migrate: true
      pepper: "${env:PEPPER}"
    gateway: { listen: "127.0.0.1:%d" }
    admin:
      listen: 127.0.0.1:%d
      issuers:
        - issuer: "https://id.test"
          audience: latchkey
          algorithm: HS256
          secret: "${env:ADMIN_JWT_SECRET}"
    management: { listen: "127.0.0.1:%d" }
    scopes: [ { id: "things:read" } ]
    profiles: { app: { prefix: app_, credentials: [ X-API-Key ], scopePolicy: required } }
    upstreams: { backend: { targets: [ "http://127.0.0.1:%d" ] } }
    routes:
      - { id: things, path: /things/**, scopes: { all: [ "things:read" ] }, upstream: backend }
    """
        .formatted(
            postgres.address().user(),
            postgres.address().port(),
            postgres.address().database(),
            gateway,
            admin,
            management,
            backend.port());
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Program serve(List<String> starter, Path config) {
    try {
      return Program.start(
          environment(), starter, Program.BRIEF, "serve", "--config", config.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
