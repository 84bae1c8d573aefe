// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres.embedded;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where programs are kept for every data directory of a user. */
final class CacheDirectory {
  private CacheDirectory() {}

  /**
   * {@code $XDG_CACHE_HOME/latchkey} or {@code ~/.cache/latchkey}; below the data directory when
   * the server's user cannot go there.
   */
  static Path reachableBy(ServerUser user, DataLayout layout) {
    String chosen = System.getenv("XDG_CACHE_HOME");
    Path base =
        chosen == null || chosen.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(chosen);
    Path cache = base.resolve("latchkey");
    return user.isAnother() && !user.canEnter(existing(cache)) ? layout.programs() : cache;
  }

  private static Path existing(Path path) {
    Path at = path.toAbsolutePath();
    while (!Files.exists(at) && at.getParent() != null) {
      at = at.getParent();
    }
    return at;
  }
}
