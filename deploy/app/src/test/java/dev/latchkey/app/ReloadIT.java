// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file changes under the running program. */
class ReloadIT {
  private static Deployment deployment;
  private static Deployment.Node node;
  private static String token;
  private static String key;
  private static String original;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    deployment = new Deployment(folder);
    node = deployment.start();
    original = Files.readString(node.config());
    token = deployment.ownerToken(node, "acme");
    key = deployment.createKey(node, token, "reload").secret();
  }

  @AfterAll
  static void stop() {
    deployment.close();
  }

  @AfterEach
  void restore() throws IOException {
    write(original);
    node.program().hangUp();
    awaitStatus("/things", 200);
    awaitStatus("/others", 404);
    awaitStatus("/more", 404);
    awaitMetric("latchkey_config_reload_success", 1);
  }

  @Test
  void aChangedFileIsPutInForceWithoutASignal() throws Exception {
    replace(original.replace("/things/**", "/others/**"));
    awaitStatus("/others", 200);
    awaitStatus("/things", 404);
  }

  @Test
  void aLinkThatLeadsElsewhereIsAChangeAsKubernetesMakesIt(@TempDir Path folder) throws Exception {
    Path one = Files.createDirectories(folder.resolve("one")).resolve("latchkey.yaml");
    Path two = Files.createDirectories(folder.resolve("two")).resolve("latchkey.yaml");
    Files.writeString(one, original);
    Files.writeString(two, original.replace("/things/**", "/others/**"));
    Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("one"));
    Files.delete(node.config());
    Files.createSymbolicLink(node.config(), data.resolve("latchkey.yaml"));
    assertThat(status("/others")).isEqualTo(404);

    Path next = Files.createSymbolicLink(folder.resolve("..next"), Path.of("two"));
    Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);

    awaitStatus("/others", 200);
    Files.delete(node.config());
  }

  @Test
  @DisplayName("F-72 A wrong file changes nothing and says why, with line and column")
  void aWrongFileChangesNothingAndSaysWhy() throws Exception {
    write(original.replace("upstream: backend }", "upstream: bakend }"));
    node.program().hangUp();

    String line = node.program().awaitErr("not reloaded");

    assertThat(line).contains("node-0.yaml:", "bakend", "did you mean");
    assertThat(line).containsPattern("node-0.yaml:[0-9]+:[0-9]+: ");
    assertThat(status("/things")).isEqualTo(200);
    awaitMetric("latchkey_config_reload_success", 0);
    write(original);
    node.program().hangUp();
    awaitMetric("latchkey_config_reload_success", 1);
    assertThat(metric("latchkey_config_last_reload_timestamp_seconds")).isPositive();
  }

  @Test
  void whatNeedsARestartIsRefusedByName() throws Exception {
    write(
        original.replaceFirst(
            "gateway: \\{ listen: \"[^\"]+\"", "gateway: { listen: \"127.0.0.1:1\""));
    node.program().hangUp();

    String line = node.program().awaitErr("not reloaded");

    assertThat(line).contains("gateway.listen cannot change without a restart");
    assertThat(status("/things")).isEqualTo(200);
  }

  @Test
  void theControlPlaneFollows() throws Exception {
    write(
        original.replace(
            "scopes: [ { id: \"things:read\" } ]",
            "scopes: [ { id: \"things:read\", label: { en: \"Read things\" } } ]"));
    node.program().hangUp();

    awaitTrue("the control plane stays behind", () -> scopes().contains("Read things"));
  }

  @Test
  void countsAreKeptAsLongAsTheFileSaysNow() throws Exception {
    String month =
        "usage_hour_"
            + DateTimeFormatter.ofPattern("uuuuMM'01'", Locale.ROOT)
                .format(LocalDate.now(ZoneOffset.UTC).minusDays(60));
    execute("SELECT latchkey.prepare_usage(now() - interval '60 days')");
    assertThat(isTable(month)).as(month).isTrue();

    write(original.replace("  migrate: true", "  migrate: true\n  retention: { hours: 7d }"));
    node.program().hangUp();

    awaitTrue("hours are kept as before", () -> !isTable(month));
  }

  @Test
  @DisplayName("F-73 Reloads under load fail no request, and a removed route is 404 at once")
  void reloadsUnderLoadFailNoRequest() throws Exception {
    reloadUnderLoad(8);
  }

  @Test
  @Tag("long")
  @DisplayName("F-73 A hundred reloads under load fail no request")
  void aHundredReloadsUnderLoadFailNoRequest() throws Exception {
    reloadUnderLoad(100);
  }

  private static void reloadUnderLoad(int times) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    List<CompletableFuture<Integer>> clients = List.of(load(over), load(over));
    String other = original + "  - { id: more, path: /more/**, public: true, upstream: backend }\n";
    for (int i = 1; i <= times; i++) {
      write(i % 2 == 1 ? other : original);
      node.program().hangUp();
      awaitStatus("/more", i % 2 == 1 ? 200 : 404);
    }
    over.set(true);

    assertThat(clients).allSatisfy(client -> assertThat(client.get()).isPositive());
  }

  private static CompletableFuture<Integer> load(AtomicBoolean over) {
    return CompletableFuture.supplyAsync(
        () -> {
          int answers = 0;
          while (!over.get()) {
            assertThat(new Calls().get(node.gateway() + "/things", "X-API-Key", key).status())
                .isEqualTo(200);
            answers++;
          }
          return answers;
        },
        task -> new Thread(task, "load").start());
  }

  private static int status(String path) {
    return deployment.http.get(node.gateway() + path, "X-API-Key", key).status();
  }

  private static boolean isTable(String name) {
    return execute("SELECT to_regclass('latchkey." + name + "')") != null;
  }

  private static @Nullable String execute(String query) {
    try (Connection database = deployment.connect();
        Statement sql = database.createStatement();
        ResultSet rows = sql.executeQuery(query)) {
      return rows.next() ? rows.getString(1) : null;
    } catch (SQLException away) {
      throw new IllegalStateException(away);
    }
  }

  private static String scopes() {
    return deployment
        .http
        .get(node.admin() + "/admin/v1/scopes", "Authorization", "Bearer " + token)
        .body();
  }

  private static void awaitStatus(String path, int status) {
    awaitTrue(path + " is never " + status, () -> status(path) == status);
  }

  private static void awaitMetric(String name, double value) {
    awaitTrue(name + " is never " + value, () -> metric(name) == value);
  }

  private static void awaitTrue(String otherwise, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(otherwise).isLessThan(deadline);
    }
  }

  private static double metric(String name) {
    return deployment
        .http
        .get(node.management() + "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElse(-1);
  }

  /** In place, as an editor may do it. */
  private static void write(String text) throws IOException {
    Files.writeString(node.config(), text);
  }

  /** By a rename, as careful tools do it. */
  private static void replace(String text) throws IOException {
    Path fresh = node.config().resolveSibling("fresh.yaml");
    Files.writeString(fresh, text);
    Files.move(fresh, node.config(), StandardCopyOption.ATOMIC_MOVE);
  }
}
