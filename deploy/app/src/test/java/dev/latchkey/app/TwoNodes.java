// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.admin.access.AdminTokens;
import dev.latchkey.app.wiring.Database;
import dev.latchkey.app.wiring.DatabaseStart;
import dev.latchkey.app.wiring.Node;
import dev.latchkey.app.wiring.Platform;
import dev.latchkey.app.wiring.Undo;
import dev.latchkey.config.ConfigException;
import dev.latchkey.config.ConfigLoader;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.keys.postgres.embedded.Address;
import dev.latchkey.keys.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Two nodes in this process on one database, each with its own event loops and connections. */
final class TwoNodes implements AutoCloseable {
  final Calls http = new Calls();
  private final EmbeddedPostgres postgres =
      EmbeddedPostgres.start(EmbeddedPostgres.Settings.throwAway());
  private final Backend backend = new Backend();
  private final LatchkeyConfig config;
  private final List<Undo> undos = new ArrayList<>();
  final Node one;
  final Node two;

  TwoNodes(String rules) {
    this.config = load(rules);
    this.one = start();
    this.two = start();
  }

  /** Another node on the same database. */
  Node start() {
    Undo undo = new Undo();
    undos.add(undo);
    DatabaseStart database = DatabaseStart.begin(() -> Database.of(config.store(), ""), true, undo);
    return Node.start(Platform.start(undo), config, database, null, undo);
  }

  /** Stops the node that was started first, as SIGTERM would. */
  void stopFirst() {
    undos.remove(0).run(new CompletableFuture<>());
  }

  /**
   * Transactions that their database committed, whatever for; it may hear of the last second's
   * late.
   */
  long transactions() {
    return number("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()");
  }

  /** What this query of one number says, asked past the nodes. */
  long number(String query) {
    Address at = postgres.address();
    try (Connection connection =
            DriverManager.getConnection(at.jdbcUrl(), at.user(), at.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(query, e);
    }
  }

  /** A call with this key. */
  Calls.Answer call(Node node, String path, String secret) {
    return http.get(node.addresses().gateway() + path, "X-API-Key", secret);
  }

  /** A POST to the admin API as an owner. */
  Calls.Answer post(Node node, String path, String body) {
    return http.post(admin(node) + path, body, "Authorization", "Bearer " + token());
  }

  /** A new key as its creation shows it; {@code rest} is more members, each after a comma. */
  JsonNode create(String profile, String name, String rest) {
    String body = "{\"profile\":\"" + profile + "\",\"name\":\"" + name + "\"" + rest + "}";
    Calls.Answer created = post(two, "/keys", body);
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    return created.json();
  }

  /** The metrics of a node. */
  String metrics(Node node) {
    return http.get(node.addresses().management() + "/metrics").body();
  }

  /** A PATCH of the admin API as an owner. */
  Calls.Answer patch(Node node, String path, String body) {
    return http.patch(admin(node) + path, body, "Authorization", "Bearer " + token());
  }

  /** A GET of the admin API as an owner. */
  Calls.Answer get(Node node, String path) {
    return http.get(admin(node) + path, "Authorization", "Bearer " + token());
  }

  private static String admin(Node node) {
    return node.addresses().admin() + "/admin/v1";
  }

  private String token() {
    return new AdminTokens(InstantSource.system())
        .issue(
            Objects.requireNonNull(config.admin()).issuers().get(0),
            "acme",
            "owner",
            Duration.ofHours(1));
  }

  @Override
  public void close() {
    undos.forEach(undo -> undo.run(new CompletableFuture<>()));
    backend.close();
    postgres.close();
  }

  private LatchkeyConfig load(String rules) {
    String yaml =
        """
        version: 1
        store:
          postgres: { url: "postgresql://%s@127.0.0.1:%d/%s", password: "${env:DB_PASSWORD}" }
          migrate: true
        gateway: { listen: "127.0.0.1:0", accessLog: false }
        admin:
          listen: 127.0.0.1:0
          issuers:
            - { issuer: "https://id.test", audience: latchkey, algorithm: HS256, secret: "${env:SIGNING}" }
        management: { listen: "127.0.0.1:0" }
        upstreams: { backend: { targets: [ "http://127.0.0.1:%d" ] } }
        """
            .formatted(
                postgres.address().user(),
                postgres.address().port(),
                postgres.address().database(),
                backend.port());
    Map<String, String> environment =
        Map.of(
            "DB_PASSWORD",
            postgres.address().password(),
            "SIGNING",
            "signing-" + UUID.randomUUID() + UUID.randomUUID());
    try {
      return new ConfigLoader(environment).loadText("test", yaml + rules, Path.of("."));
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
