// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets a gateway's time run twenty times as fast. */
final class FastForward {
  private static final long TICK_MILLIS = 25;
  private static final Duration TICK = Duration.ofMillis(500);

  private FastForward() {}

  /** Waits for something while the time runs, and something else happens at every half second. */
  static <T> T until(TestGateway gateway, Runnable meanwhile, Supplier<T> awaited) {
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    Runnable tick =
        () -> {
          gateway.advance(TICK);
          meanwhile.run();
        };
    ScheduledFuture<?> ticking =
        clock.scheduleAtFixedRate(tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    try {
      return awaited.get();
    } finally {
      ticking.cancel(true);
      clock.shutdownNow();
    }
  }
}
