// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database cluster on disk: created once, and checked before every start. */
final class Cluster {
  static final String SUPERUSER = "latchkey";

  private static final Logger log = LoggerFactory.getLogger(Cluster.class);
  private static final long CREATE_SECONDS = 120;

  private final DataLayout layout;
  private final Path programs;
  private final String major;
  private final ServerUser user;
  private final SecureRandom random;

  Cluster(DataLayout layout, Path programs, String major, ServerUser user, SecureRandom random) {
    this.layout = layout;
    this.programs = programs;
    this.major = major;
    this.user = user;
    this.random = random;
  }

  /**
   * Creates the cluster if there is none.
   *
   * @param durable whether its files must have reached the disk when this returns
   * @return the superuser's password
   */
  String prepare(boolean durable) {
    try {
      Directories.createPrivate(layout.logs());
      if (Files.exists(layout.cluster())) {
        requireMajor();
        user.own(layout);
        return readPassword();
      }
      return create(durable);
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "cannot use the data directory " + layout.root() + ": " + e, e);
    }
  }

  private String create(boolean durable) throws IOException {
    log.info("creating a new database cluster in {}", layout.cluster());
    Directories.remove(layout.unfinishedCluster());
    String password = newPassword();
    user.own(layout);
    Command.Outcome outcome = new Command(initdb(durable)).run(CREATE_SECONDS);
    if (!outcome.succeeded()) {
      throw new EmbeddedPostgresException(
          "cannot create a database cluster in " + layout.cluster() + ":\n" + outcome.output());
    }
    Files.move(layout.unfinishedCluster(), layout.cluster(), StandardCopyOption.ATOMIC_MOVE);
    return password;
  }

  private List<String> initdb(boolean durable) {
    List<String> words = new ArrayList<>();
    words.add(programs.resolve("bin/initdb").toString());
    words.add("--pgdata=" + layout.unfinishedCluster());
    words.add("--username=" + SUPERUSER);
    words.add("--pwfile=" + layout.passwordFile());
    words.add("--auth=scram-sha-256");
    // Many rounds slow a guesser down; 24 random bytes are not guessed, so only we would wait.
    words.add("--set=scram_iterations=1");
    words.add("--encoding=UTF8");
    words.add("--locale=C");
    words.add("--locale-provider=builtin");
    words.add("--builtin-locale=C.UTF-8");
    if (!durable) {
      // Nothing here outlives the process, so nothing is worth guarding or preparing for growth.
      words.add("--no-sync");
      words.add("--no-data-checksums");
      words.add("--wal-segsize=1");
    }
    return user.command(words);
  }

  private void requireMajor() throws IOException {
    Path file = layout.cluster().resolve("PG_VERSION");
    String found = Files.exists(file) ? Files.readString(file).strip() : "";
    if (!found.equals(major)) {
      throw new EmbeddedPostgresException(
          found.isEmpty()
              ? layout.cluster() + " is not a PostgreSQL data directory; name another --data"
              : "the data in "
                  + layout.cluster()
                  + " was written by PostgreSQL "
                  + found
                  + ", but this Latchkey runs PostgreSQL "
                  + major
                  + ". Start the Latchkey release that wrote it, or move the data with pg_dump.");
    }
  }

  private String newPassword() throws IOException {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Files.deleteIfExists(layout.passwordFile());
    Files.createFile(
        layout.passwordFile(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(layout.passwordFile(), password);
    return password;
  }

  private String readPassword() {
    try {
      return Files.readString(layout.passwordFile()).strip();
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "cannot read the database password from "
              + layout.passwordFile()
              + "; without it the data cannot be opened",
          e);
    }
  }
}
