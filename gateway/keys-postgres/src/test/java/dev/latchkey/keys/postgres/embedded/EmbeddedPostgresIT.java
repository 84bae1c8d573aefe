// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.keys.postgres.Signals;
import dev.latchkey.keys.postgres.embedded.EmbeddedPostgres.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {
  @TempDir private Path directory;

  @Test
  void dataOutlivesARestartAndSoDoesThePassword() throws SQLException {
    Settings settings = Settings.persistent(directory.resolve("new/data"));

    try (EmbeddedPostgres first = EmbeddedPostgres.start(settings)) {
      execute(first, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('still here')");
    }

    try (EmbeddedPostgres second = EmbeddedPostgres.start(settings)) {
      assertThat(query(second, "SELECT word FROM kept")).isEqualTo("still here");
      assertThat(query(second, "SHOW fsync")).isEqualTo("on");
    }
  }

  @Test
  void onlyLoopbackAndThePasswordOpenIt() throws SQLException, IOException {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(Settings.throwAway())) {
      Address address = postgres.address();
      Path data = postgres.dataDirectory();

      assertThat(query(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(query(postgres, "SHOW unix_socket_directories")).isEmpty();
      assertThatThrownBy(
              () -> DriverManager.getConnection(address.jdbcUrl(), address.user(), "guess").close())
          .hasMessageContaining("password authentication failed");
      assertThat(mode(data)).isEqualTo("rwx------");
      assertThat(mode(data.resolve("postgres.password"))).isEqualTo("rw-------");
      assertThat(address.toString()).doesNotContain(address.password());
    }
  }

  @Test
  void aThrowAwayServerLeavesNothingBehind() throws Exception {
    EmbeddedPostgres postgres = EmbeddedPostgres.start(Settings.throwAway());
    long pid = postgres.pid();
    Path data = postgres.dataDirectory();

    postgres.close();
    postgres.close();

    assertThat(data).doesNotExist();
    assertThat(ProcessHandle.of(pid)).isEmpty();
  }

  @Test
  void aKilledServerComesBackOnTheSamePortWithItsData() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(kept(directory.resolve("data")))) {
      execute(postgres, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('still here')");
      ProcessHandle killed = ProcessHandle.of(postgres.pid()).orElseThrow();

      Signals.send("KILL", List.of(killed.pid()));
      killed.onExit().get(10, TimeUnit.SECONDS);
      postgres.awaitRestart(killed.pid(), Duration.ofSeconds(20));

      assertThat(query(postgres, "SELECT word FROM kept")).isEqualTo("still here");
    }
  }

  @Test
  void aSecondServerOnTheSameDataIsRefused() throws SQLException {
    Settings settings = kept(directory.resolve("data"));

    try (EmbeddedPostgres first = EmbeddedPostgres.start(settings)) {
      assertThatThrownBy(() -> EmbeddedPostgres.start(settings))
          .isInstanceOf(EmbeddedPostgresException.class)
          .hasMessageContaining(
              "in use by another Latchkey (process " + ProcessHandle.current().pid());
      assertThat(query(first, "SELECT 'unharmed'")).isEqualTo("unharmed");
    }
  }

  @Test
  void anotherProcessIsRefusedAndItsDeathStopsTheServer() throws Exception {
    Path data = directory.resolve("data");
    LonelyServer.Running other = LonelyServer.start(data.toString());
    ProcessHandle handle = other.server();

    assertThatThrownBy(() -> EmbeddedPostgres.start(kept(data)))
        .hasMessageContaining("in use by another Latchkey (process " + other.process().pid());
    other.process().destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    ends(handle);

    try (EmbeddedPostgres next = EmbeddedPostgres.start(kept(data))) {
      assertThat(query(next, "SELECT 'open again'")).isEqualTo("open again");
    }
  }

  @Test
  void aKilledProcessLeavesNothingOfAThrowAwayServerBehind() throws Exception {
    LonelyServer.Running other = LonelyServer.start();
    ProcessHandle supervisor = other.process().children().findFirst().orElseThrow();

    other.process().destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    ends(supervisor);

    assertThat(other.server().isAlive()).isFalse();
    assertThat(other.data()).doesNotExist();
  }

  @Test
  void aServerThatWasLeftOverIsStoppedFirst() throws Exception {
    Path data = directory.resolve("data");
    LonelyServer.Running other = LonelyServer.start(data.toString());
    ProcessHandle handle = other.server();
    List<Long> supervisors =
        other
            .process()
            .descendants()
            .map(ProcessHandle::pid)
            .filter(p -> p != handle.pid())
            .filter(p -> handle.descendants().noneMatch(child -> child.pid() == p))
            .toList();

    // Without its supervisor the server outlives the process that it belonged to.
    Signals.send("KILL", supervisors);
    other.process().destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    boolean leftOver = handle.isAlive();

    try (EmbeddedPostgres next = EmbeddedPostgres.start(kept(data))) {
      assertThat(leftOver).isTrue();
      assertThat(handle.isAlive()).isFalse();
      assertThat(query(next, "SELECT 'mine'")).isEqualTo("mine");
    }
  }

  @Test
  void portsThatSomebodyTookMeanwhileAreNoObstacle() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Iterator<Integer> ports =
          List.of(taken.getLocalPort(), taken.getLocalPort(), FreePort.find()).iterator();

      try (EmbeddedPostgres started = EmbeddedPostgres.start(Settings.throwAway(), ports::next)) {
        assertThat(query(started, "SELECT 'started'")).isEqualTo("started");
      }
    }
  }

  @Test
  void aServerThatNeverStartsSaysWhyAndLeavesNothing() throws Exception {
    Settings settings = Settings.throwAway();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {

      assertThatThrownBy(() -> EmbeddedPostgres.start(settings, taken::getLocalPort))
          .isInstanceOf(EmbeddedPostgresException.class)
          .hasMessageContaining("Address already in use");
    }
    assertThat(settings.data()).doesNotExist();
  }

  @Test
  void aStalePidFileThatNamesAnotherProgramIsNoObstacle() throws Exception {
    Path data = directory.resolve("data");
    EmbeddedPostgres.start(kept(data)).close();
    Files.writeString(
        data.resolve("postgres/postmaster.pid"),
        ProcessHandle.current().pid() + "\n" + data + "\n");

    try (EmbeddedPostgres next = EmbeddedPostgres.start(kept(data))) {
      assertThat(query(next, "SELECT 'started'")).isEqualTo("started");
    }
  }

  @Test
  void dataOfAnotherMajorVersionIsRefusedWithAWayOut() throws IOException {
    Path cluster = Files.createDirectories(directory.resolve("data/postgres"));
    Files.writeString(cluster.resolve("PG_VERSION"), "15\n");

    assertThatThrownBy(() -> EmbeddedPostgres.start(kept(directory.resolve("data"))))
        .hasMessageContaining("written by PostgreSQL 15")
        .hasMessageContaining("pg_dump");
  }

  @Test
  void aDirectoryOfSomethingElseIsRefusedAndLeftAlone() throws IOException {
    Path precious = Files.createDirectories(directory.resolve("data/postgres")).resolve("thesis");
    Files.writeString(precious, "do not touch");

    assertThatThrownBy(() -> EmbeddedPostgres.start(kept(directory.resolve("data"))))
        .hasMessageContaining("is not a PostgreSQL data directory");
    assertThat(precious).hasContent("do not touch");
  }

  @Test
  void aFileInThePlaceOfTheDirectoryIsExplained() throws IOException {
    Path file = Files.writeString(directory.resolve("data"), "");

    assertThatThrownBy(() -> EmbeddedPostgres.start(kept(file)))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void aServerThatCannotStartShowsTheEndOfItsLog() throws IOException {
    Path data = directory.resolve("data");
    EmbeddedPostgres.start(kept(data)).close();
    Files.delete(data.resolve("postgres/global/pg_control"));

    assertThatThrownBy(() -> EmbeddedPostgres.start(kept(data)))
        .hasMessageContaining("Its log ends with")
        .hasMessageContaining("pg_control");
  }

  /** Not durable, which makes a new cluster much faster. */
  private static Settings kept(Path data) {
    return new Settings(data, false, false);
  }

  private static void ends(ProcessHandle process)
      throws InterruptedException, ExecutionException, TimeoutException {
    process.onExit().get(20, TimeUnit.SECONDS);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "no row";
    }
  }

  private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
    Address address = postgres.address();
    return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
  }
}
