// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres.embedded;

import java.nio.file.Path;

/**
 * What lies where below the data directory.
 *
 * @param root absolute
 */
record DataLayout(Path root) {

  /** PostgreSQL's own data directory. */
  Path cluster() {
    return root.resolve("postgres");
  }

  /** Where a new cluster grows until it is complete. */
  Path unfinishedCluster() {
    return root.resolve("postgres.new");
  }

  Path passwordFile() {
    return root.resolve("postgres.password");
  }

  /** The server's own log, one file for each day of the week. */
  Path logs() {
    return root.resolve("log");
  }

  /** What the server says before its own log is open. */
  Path startLog() {
    return logs().resolve("start.log");
  }

  Path pidFile() {
    return cluster().resolve("postmaster.pid");
  }

  /** For programs, where the user's cache directory cannot be used. */
  Path programs() {
    return root.resolve("programs");
  }
}
