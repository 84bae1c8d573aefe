// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * When last uses are written: about every 15 s, so that many nodes do not write at once, and soon
 * after a key was used for the first time, but at most once a second. Keeps one event loop.
 */
final class FlushSchedule {
  private static final long PERIOD_MILLIS = 15_000;
  private static final double JITTER = 0.2;
  private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Vertx vertx;
  private final Context context;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final AtomicBoolean asked = new AtomicBoolean();
  private volatile Supplier<Future<Void>> flush = Future::succeededFuture;
  private long lastNanos;
  private volatile boolean stopped;

  FlushSchedule(Vertx vertx, LongSupplier nanoTime, RandomGenerator random) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.nanoTime = nanoTime;
    this.random = random;
    this.lastNanos = nanoTime.getAsLong() - LEAST_NANOS;
  }

  /** Begins. */
  void start(Supplier<Future<Void>> what) {
    flush = what;
    context.runOnContext(go -> waitPeriod());
  }

  /** Asks for a flush; asking again before it happens changes nothing. Any thread. */
  void soon() {
    if (!stopped && asked.compareAndSet(false, true)) {
      context.runOnContext(go -> runWhenDue());
    }
  }

  /** Ends the schedule and writes what is left. */
  Future<Void> stop() {
    stopped = true;
    return flush.get();
  }

  private void waitPeriod() {
    double share = 1 - JITTER + 2 * JITTER * random.nextDouble();
    vertx.setTimer(
        (long) (PERIOD_MILLIS * share),
        due -> {
          if (!stopped) {
            run();
            waitPeriod();
          }
        });
  }

  private void runWhenDue() {
    long early = LEAST_NANOS - (nanoTime.getAsLong() - lastNanos);
    if (early <= 0) {
      run();
    } else {
      vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(early) + 1, due -> run());
    }
  }

  private void run() {
    asked.set(false);
    lastNanos = nanoTime.getAsLong();
    // What cannot be written is kept, and told, by whoever is asked to write it.
    flush.get().onFailure(kept -> {});
  }
}
