// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Stops, continues and kills processes by their number. */
public final class Signals {
  private Signals() {}

  /** The process and everything below it. */
  public static List<Long> tree(long pid) {
    ProcessHandle root = ProcessHandle.of(pid).orElseThrow();
    return Stream.concat(Stream.of(root), root.descendants()).map(ProcessHandle::pid).toList();
  }

  /**
   * @param name without SIG, such as STOP
   */
  public static void send(String name, List<Long> pids) {
    List<String> numbers = pids.stream().map(String::valueOf).toList();
    String command = "kill -" + name + " " + String.join(" ", numbers);
    try {
      Process process = new ProcessBuilder("sh", "-c", command).start();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        throw new AssertionError("not done: " + command);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
