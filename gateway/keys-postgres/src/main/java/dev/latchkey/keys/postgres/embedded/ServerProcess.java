// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * One run of the server, under a shell that holds the reading end of a pipe from this process. When
 * the pipe ends, because it was closed or because this process was killed, the shell shuts the
 * server down.
 */
final class ServerProcess {
  private static final long READY_SECONDS = 60;
  private static final long POLL_MILLIS = 10;
  private static final int TAIL_LINES = 15;

  /**
   * $1 is a directory to remove once the server was shut down, or empty; the rest is the command.
   * Signals meant for the Java process, such as Ctrl-C, must not stop the server under it.
   */
  private static final String SUPERVISOR =
      """
      trash=$1; shift
      trap '' HUP INT TERM
      exec 3<&0 </dev/null
      "$@" 3<&- &
      server=$!
      { while read -r _ <&3; do :; done
        [ -z "$trash" ] || : >"$trash/over"
        kill -INT "$server"
      } 2>/dev/null &
      watcher=$!
      wait "$server"
      status=$?
      kill -KILL "$watcher" 2>/dev/null
      if [ -n "$trash" ] && [ -e "$trash/over" ]; then rm -rf -- "$trash"; fi
      exit "$status"
      """;

  private final DataLayout layout;
  private final Process supervisor;
  private final Postmaster postmaster;

  private ServerProcess(DataLayout layout, Process supervisor) {
    this.layout = layout;
    this.supervisor = supervisor;
    this.postmaster = new Postmaster(layout);
  }

  /**
   * @param trash removed by the shell after the shutdown, even when this process is gone by then
   */
  static ServerProcess start(DataLayout layout, List<String> server, boolean trash) {
    List<String> words = new ArrayList<>();
    if (new Command(List.of("setsid", "true")).run(5).succeeded()) {
      // A session of its own: the terminal's Ctrl-C reaches this process only.
      words.add("setsid");
    }
    words.addAll(List.of("sh", "-c", SUPERVISOR, "latchkey-postgres"));
    words.add(trash ? layout.root().toString() : "");
    words.addAll(server);
    try {
      Process process =
          Command.builder(words)
              .redirectErrorStream(true)
              .redirectOutput(layout.startLog().toFile())
              .start();
      return new ServerProcess(layout, process);
    } catch (IOException e) {
      throw new EmbeddedPostgresException("cannot start PostgreSQL: " + e, e);
    }
  }

  /**
   * Waits until the server accepts connections. False when it ended or took too long.
   *
   * @param over whether nobody waits for it any more
   */
  boolean awaitReady(BooleanSupplier over) {
    try {
      for (long waited = 0; waited < READY_SECONDS * 1000; waited += POLL_MILLIS) {
        if (over.getAsBoolean() || supervisor.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          return false;
        }
        if (postmaster.isReady() && isOurs()) {
          return true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /** A file left by a killed server also says ready, under that server's number. */
  private boolean isOurs() {
    long pid = postmaster.pid().orElse(-1L);
    return supervisor.descendants().anyMatch(child -> child.pid() == pid);
  }

  boolean hasEnded() {
    return !supervisor.isAlive();
  }

  /** Completes when the server has ended, for whatever reason. */
  CompletableFuture<Process> onExit() {
    return supervisor.onExit();
  }

  /** Fast shutdown, bounded; then by force. */
  void stop() {
    try {
      supervisor.getOutputStream().close();
    } catch (IOException alreadyClosed) {
      // The shell is gone, and the server with it.
    }
    try {
      if (!supervisor.waitFor(Postmaster.FAST_SECONDS, TimeUnit.SECONDS)) {
        postmaster.pid().flatMap(ProcessHandle::of).ifPresent(Postmaster::stopAtOnce);
        supervisor.descendants().forEach(ProcessHandle::destroyForcibly);
        supervisor.destroyForcibly().waitFor(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      supervisor.descendants().forEach(ProcessHandle::destroyForcibly);
      supervisor.destroyForcibly();
    }
  }

  /** The last lines that the server wrote, of this start and of its own log, for a message. */
  String tail() {
    List<String> lines = new ArrayList<>(lastLines(layout.startLog()));
    newestLog().ifPresent(log -> lines.addAll(lastLines(log)));
    return String.join("\n", lines);
  }

  private Optional<Path> newestLog() {
    try (Stream<Path> files = Files.list(layout.logs())) {
      return files
          .filter(file -> !file.equals(layout.startLog()))
          .max(Comparator.comparingLong(file -> file.toFile().lastModified()));
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  private static List<String> lastLines(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
    } catch (IOException e) {
      return List.of();
    }
  }
}
