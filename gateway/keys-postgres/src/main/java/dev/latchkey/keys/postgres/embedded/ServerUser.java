// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * As whom PostgreSQL's programs run. They refuse root, so root runs them in a user namespace, where
 * its files stay its own but its number is not 0; or else as the user nobody.
 */
final class ServerUser {
  private static final Logger log = LoggerFactory.getLogger(ServerUser.class);
  private static final long PROBE_SECONDS = 5;
  private static final long CHOWN_SECONDS = 60;

  private final List<String> prefix;
  private final String owner;

  /**
   * @param owner {@code uid:gid} that must own the server's files; empty for this process's own
   */
  private ServerUser(List<String> prefix, String owner) {
    this.prefix = List.copyOf(prefix);
    this.owner = owner;
  }

  /** Tries what works here. Takes a few milliseconds. */
  static ServerUser detect() {
    if (!answer(List.of("id", "-u")).equals("0")) {
      return new ServerUser(List.of(), "");
    }
    List<String> namespace = List.of("unshare", "-U");
    if (dropsRoot(namespace)) {
      return new ServerUser(namespace, "");
    }
    String uid = answer(List.of("id", "-u", "nobody"));
    String gid = answer(List.of("id", "-g", "nobody"));
    List<String> nobody = List.of("setpriv", "--reuid", uid, "--regid", gid, "--clear-groups");
    if (!uid.isEmpty() && !gid.isEmpty() && dropsRoot(nobody)) {
      log.info("running the embedded PostgreSQL as user nobody, because it refuses root");
      return new ServerUser(nobody, uid + ":" + gid);
    }
    throw new EmbeddedPostgresException(
        "PostgreSQL refuses to run as root, and neither 'unshare -U' nor 'setpriv' works here."
            + " Run Latchkey as an ordinary user, or use store.postgres instead of store.embedded.");
  }

  /** The command as this user. */
  List<String> command(List<String> words) {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(words);
    return all;
  }

  /** Whether the server runs as another user, who must be able to reach its files. */
  boolean isAnother() {
    return !owner.isEmpty();
  }

  /**
   * Gives the data directory to this user, if that is another one: all but the programs, which stay
   * out of the server's reach.
   */
  void own(DataLayout layout) {
    if (!isAnother()) {
      return;
    }
    chown(layout.root(), List.of());
    for (Path tree : List.of(layout.cluster(), layout.logs(), layout.passwordFile())) {
      if (Files.exists(tree)) {
        chown(tree, List.of("-R"));
      }
    }
    if (!canEnter(layout.root())) {
      throw new EmbeddedPostgresException(
          "PostgreSQL refuses root and so runs as the user nobody, who cannot enter "
              + layout.root()
              + ". Choose a data directory such as /var/lib/latchkey, or run Latchkey as an"
              + " ordinary user.");
    }
  }

  /** Whether this user can enter the directory. */
  boolean canEnter(Path directory) {
    return new Command(command(List.of("test", "-x", directory.toString())))
        .run(PROBE_SECONDS)
        .succeeded();
  }

  private void chown(Path path, List<String> options) {
    List<String> words = new ArrayList<>(List.of("chown"));
    words.addAll(options);
    words.addAll(List.of(owner, path.toString()));
    Command.Outcome outcome = new Command(words).run(CHOWN_SECONDS);
    if (!outcome.succeeded()) {
      throw new EmbeddedPostgresException(
          "cannot give " + path + " to the user nobody: " + outcome.output());
    }
  }

  private static boolean dropsRoot(List<String> prefix) {
    List<String> words = new ArrayList<>(prefix);
    words.addAll(List.of("id", "-u"));
    String uid = answer(words);
    return !uid.isEmpty() && !uid.equals("0");
  }

  private static String answer(List<String> words) {
    Command.Outcome outcome = new Command(words).run(PROBE_SECONDS);
    return outcome.succeeded() ? outcome.output() : "";
  }
}
