// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.streaming;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How many bytes the kernel holds for the TCP connections at some ports of this machine: sent and
 * not yet acknowledged, or received and not yet read. Linux only.
 */
final class KernelQueues {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
  private static final String LISTENING = "0A";

  private KernelQueues() {}

  static boolean areVisible() {
    return Files.isReadable(TABLES.get(0));
  }

  /** Of all connections that have one of these ports at either end; both ends count. */
  static long bytes(int... ports) {
    long sum = 0;
    for (Path table : TABLES) {
      for (String line : lines(table)) {
        String[] columns = line.strip().split("\\s+");
        if (columns.length > 4 && !columns[3].equals(LISTENING) && concerns(columns, ports)) {
          String[] queues = columns[4].split(":", -1);
          sum += Long.parseLong(queues[0], 16) + Long.parseLong(queues[1], 16);
        }
      }
    }
    return sum;
  }

  private static boolean concerns(String[] columns, int... ports) {
    for (int port : ports) {
      String suffix = ":" + String.format("%04X", port);
      if (columns[1].endsWith(suffix) || columns[2].endsWith(suffix)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> lines(Path table) {
    try {
      List<String> all = Files.exists(table) ? Files.readAllLines(table) : List.of();
      return all.isEmpty() ? all : all.subList(1, all.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
