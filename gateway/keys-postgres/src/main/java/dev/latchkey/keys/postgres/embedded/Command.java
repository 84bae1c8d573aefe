// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres.embedded;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A short-lived program: run to its end within a bound, with no input and no PG* variables. */
final class Command {
  private final List<String> words;

  Command(List<String> words) {
    this.words = List.copyOf(words);
  }

  /**
   * What a program said.
   *
   * @param status exit status, or -1 when it could not be run or did not end in time
   * @param output both streams, trimmed
   */
  record Outcome(int status, String output) {
    boolean succeeded() {
      return status == 0;
    }
  }

  Outcome run(long seconds) {
    Process process;
    try {
      process =
          builder(words)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectErrorStream(true)
              .start();
    } catch (IOException cannotRun) {
      return new Outcome(-1, String.valueOf(cannotRun.getMessage()));
    }
    process.onExit().orTimeout(seconds, TimeUnit.SECONDS).exceptionally(late -> end(process));
    try (var out = process.getInputStream()) {
      String output = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor(seconds, TimeUnit.SECONDS)
          ? new Outcome(process.exitValue(), output)
          : new Outcome(-1, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      return new Outcome(-1, "interrupted");
    }
  }

  /** A process builder without the environment variables that PostgreSQL would obey. */
  static ProcessBuilder builder(List<String> words) {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  private static Process end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    return process.destroyForcibly();
  }
}
