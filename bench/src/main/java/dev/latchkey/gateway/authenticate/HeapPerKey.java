// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import dev.latchkey.bench.ManyKeys;
import dev.latchkey.bench.World;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.LookupResult;
import io.vertx.core.Future;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * How much heap a cached key takes: fills the cache with as many as asked, each of its own row as a
 * store would make it, and looks at the heap before and after. Run it with a heap of 3 GB.
 */
public final class HeapPerKey {
  private HeapPerKey() {}

  /**
   * Caches that many keys and says what one of them takes.
   *
   * @param arguments how many keys; default 1,000,000
   */
  public static void main(String[] arguments) {
    int keys = arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0]);
    try (World world = new World(20, 1)) {
      int[] row = {0};
      KeyCache cache =
          new KeyCache(
              world.vertx,
              digest ->
                  Future.succeededFuture(new LookupResult.Known(ManyKeys.grant(row[0]++, 20), 0)),
              keys + 1_000,
              Duration.ofMinutes(5),
              System::nanoTime,
              new CacheCounters());
      long before = used();
      for (int i = 0; i < keys; i++) {
        cache.load(KeyDigest.of(Integer.toString(i)), world.rules.keys());
      }
      long bytes = used() - before;
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)
          .println(cache.size() + " keys cached, " + bytes / keys + " bytes of heap each");
    }
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
