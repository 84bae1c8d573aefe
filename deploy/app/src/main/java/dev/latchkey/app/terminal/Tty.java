// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Whether a person is looking. */
public final class Tty {
  private Tty() {}

  /** Whether this process's standard output (1) or standard error (2) is a terminal. */
  public static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException elsewhere) {
      // No such files outside Linux, and Java itself cannot tell one stream from the other.
      return false;
    }
  }

  /** Whether colours are welcome on a terminal (https://no-color.org). */
  static boolean wantsColours(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }
}
