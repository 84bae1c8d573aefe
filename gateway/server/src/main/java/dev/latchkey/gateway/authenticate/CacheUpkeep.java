// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps house for the caches on a thread of its own that looks for work twenty times a second. A
 * cache asks for upkeep after every few reads; a pool that is woken each time costs a system call
 * and a change of threads for every fourth request, and on an event loop a great eviction would
 * hold requests up. Any thread.
 */
public final class CacheUpkeep implements Executor {
  /** One for the process, as is the pool that caches would use without it. */
  public static final CacheUpkeep SHARED = new CacheUpkeep();

  private static final Logger log = LoggerFactory.getLogger(CacheUpkeep.class);
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Queue<Runnable> asked = new ConcurrentLinkedQueue<>();

  private CacheUpkeep() {
    Thread thread = new Thread(this::run, "latchkey-cache-upkeep");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void execute(Runnable upkeep) {
    asked.add(upkeep);
  }

  private static void run(Runnable upkeep) {
    try {
      upkeep.run();
    } catch (RuntimeException defect) {
      log.warn("a cache could not be kept: {}", defect.toString());
    }
  }

  private void run() {
    while (true) {
      for (Runnable upkeep = asked.poll(); upkeep != null; upkeep = asked.poll()) {
        run(upkeep);
      }
      LockSupport.parkNanos(PERIOD_NANOS);
    }
  }
}
