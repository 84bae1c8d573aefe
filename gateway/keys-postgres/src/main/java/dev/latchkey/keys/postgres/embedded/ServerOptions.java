// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The server's command line. Everything is said there, so that a data directory of an older
 * Latchkey runs with the settings of this one.
 */
final class ServerOptions {
  private ServerOptions() {}

  static List<String> command(Path programs, DataLayout layout, int port, boolean durable) {
    List<String> words = new ArrayList<>();
    words.add(programs.resolve("bin/postgres").toString());
    words.add("-D");
    words.add(layout.cluster().toString());
    List<String> settings = new ArrayList<>(network(port));
    settings.addAll(memory());
    settings.addAll(logging(layout));
    settings.addAll(durable ? List.of("fsync=on") : unsafe());
    settings.add("timezone=UTC");
    for (String setting : settings) {
      words.add("-c");
      words.add(setting);
    }
    return words;
  }

  /** Loopback only, with a password; no socket files, whose paths have a length limit. */
  private static List<String> network(int port) {
    return List.of(
        "listen_addresses=127.0.0.1",
        "port=" + port,
        "unix_socket_directories=",
        "max_connections=100",
        "password_encryption=scram-sha-256",
        // For passwords that people choose; that of the cluster's owner was hashed before.
        "scram_iterations=4096");
  }

  private static List<String> memory() {
    return List.of(
        "shared_buffers=64MB",
        "max_wal_size=256MB",
        "huge_pages=off",
        "io_method=sync",
        "jit=off",
        "max_parallel_workers_per_gather=0");
  }

  /** A week of daily files, each overwritten after seven days; no statement text, no parameters. */
  private static List<String> logging(DataLayout layout) {
    return List.of(
        "logging_collector=on",
        "log_directory=" + layout.logs(),
        "log_filename=server-%a.log",
        "log_rotation_age=1d",
        "log_rotation_size=0",
        "log_truncate_on_rotation=on",
        "log_timezone=UTC",
        "log_line_prefix=%m [%p] ",
        "log_min_error_statement=panic",
        "lc_messages=C");
  }

  /**
   * Survives a kill of the server, not of the machine. Without fsync a synchronous commit costs
   * nothing, and without it a killed server would lose its last commits.
   */
  private static List<String> unsafe() {
    return List.of("fsync=off", "full_page_writes=off");
  }
}
