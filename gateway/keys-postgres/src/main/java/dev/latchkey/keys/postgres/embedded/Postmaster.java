// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server process that a cluster's {@code postmaster.pid} names: of this process, or left over
 * from one that was killed.
 */
final class Postmaster {
  static final long FAST_SECONDS = 10;
  private static final long IMMEDIATE_SECONDS = 5;
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;
  private static final Logger log = LoggerFactory.getLogger(Postmaster.class);

  private final DataLayout layout;

  Postmaster(DataLayout layout) {
    this.layout = layout;
  }

  /**
   * Makes way for a new server: stops one that still runs on this cluster, and removes a file that
   * names some other program's process. The caller holds the data lock, so no live Latchkey is
   * using the server.
   */
  void makeWay() {
    Optional<Long> named = pid();
    if (named.isEmpty()) {
      return;
    }
    long pid = named.get();
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    if (process.isPresent() && isServerHere(pid)) {
      log.info("stopping PostgreSQL {}, left over on {}", pid, layout.cluster());
      stop(process.get());
      return;
    }
    log.info("recovering after an unclean stop in {}", layout.cluster());
    if (process.isPresent()) {
      // The number was given to another program since; PostgreSQL would take that for a server.
      removePidFile();
    }
  }

  /** The server's process id, as its file has it. */
  Optional<Long> pid() {
    try {
      return Optional.of(Long.parseLong(lines().get(0).strip()));
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException noneOrHalfWritten) {
      return Optional.empty();
    }
  }

  /** The port that the server listens on, as its file has it. */
  OptionalInt port() {
    try {
      return OptionalInt.of(Integer.parseInt(lines().get(PORT_LINE).strip()));
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException noneOrHalfWritten) {
      return OptionalInt.empty();
    }
  }

  /** Whether the server accepts connections, as its file has it. */
  boolean isReady() {
    try {
      List<String> lines = lines();
      return lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Ends a server within a bound: fast, then at once, then by force. */
  static void stop(ProcessHandle server) {
    signal("INT", server.pid());
    if (!ends(server, FAST_SECONDS)) {
      stopAtOnce(server);
    }
  }

  /** Ends a server that did not obey a fast shutdown. Its next start replays the log. */
  static void stopAtOnce(ProcessHandle server) {
    log.warn("PostgreSQL {} does not stop; ending it at once", server.pid());
    List<ProcessHandle> children = server.children().toList();
    signal("CONT", server.pid());
    signal("QUIT", server.pid());
    if (!ends(server, IMMEDIATE_SECONDS)) {
      children.forEach(ProcessHandle::destroyForcibly);
      server.destroyForcibly();
      ends(server, IMMEDIATE_SECONDS);
    }
  }

  private boolean isServerHere(long pid) {
    Path commandLine = Path.of("/proc", Long.toString(pid), "cmdline");
    try {
      String words = new String(Files.readAllBytes(commandLine), StandardCharsets.UTF_8);
      return words.contains("postgres") && words.contains(layout.cluster().toString());
    } catch (IOException gone) {
      return false;
    }
  }

  private void removePidFile() {
    try {
      Files.deleteIfExists(layout.pidFile());
    } catch (IOException e) {
      throw new EmbeddedPostgresException("cannot remove " + layout.pidFile() + ": " + e, e);
    }
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(layout.pidFile());
  }

  private static void signal(String name, long pid) {
    new Command(List.of("sh", "-c", "kill -" + name + " " + pid)).run(FAST_SECONDS);
  }

  private static boolean ends(ProcessHandle process, long seconds) {
    try {
      process.onExit().get(seconds, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return !process.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
