// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.endurance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the kernel says of a process; its children are not counted. */
record Vitals(long pid) {
  static void requireVisible() {
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "needs /proc");
  }

  /** Resident memory in KiB, what it shares with others included. */
  long residentKib() {
    try (Stream<String> lines = Files.lines(proc("status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Open descriptors. */
  long descriptors() {
    try (Stream<Path> all = Files.list(proc("fd"))) {
      return all.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Seconds that its threads have run, on all processors together; to the hundredth. */
  double processorSeconds() {
    return ProcessHandle.of(pid)
            .flatMap(process -> process.info().totalCpuDuration())
            .orElseThrow()
            .toMillis()
        / 1e3;
  }

  private Path proc(String file) {
    return Path.of("/proc", Long.toString(pid), file);
  }
}
