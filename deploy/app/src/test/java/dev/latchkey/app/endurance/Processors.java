// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.endurance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the load apart from what it is put on: the program has the first processor, this process
 * the others, until it is closed.
 */
final class Processors implements AutoCloseable {
  private static final int COUNT = Runtime.getRuntime().availableProcessors();

  /** Words to start the program with. */
  static final List<String> FIRST = List.of("taskset", "-c", "0");

  Processors() {
    assumeTrue(
        COUNT > 1 && Files.isExecutable(Path.of("/usr/bin/taskset")),
        "needs two processors and taskset");
    confine("1-" + (COUNT - 1));
  }

  private static void confine(String processors) {
    String self = Long.toString(ProcessHandle.current().pid());
    try {
      Process set =
          new ProcessBuilder("taskset", "-acp", processors, self)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!set.waitFor(10, TimeUnit.SECONDS) || set.exitValue() != 0) {
        throw new AssertionError("taskset failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    confine("0-" + (COUNT - 1));
  }
}
