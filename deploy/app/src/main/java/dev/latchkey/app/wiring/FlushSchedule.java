// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * When something is written that was gathered in memory: about every so often, so that many nodes
 * do not write at once, and soon after it was asked for, but at most once a second. Keeps one event
 * loop.
 */
final class FlushSchedule {
  private static final double JITTER = 0.2;
  private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Vertx vertx;
  private final long periodMillis;
  private final Context context;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final AtomicBoolean asked = new AtomicBoolean();
  private volatile Supplier<Future<Void>> flush = Future::succeededFuture;
  private long lastNanos;
  private volatile boolean stopped;

  FlushSchedule(Vertx vertx, Duration period, LongSupplier nanoTime, RandomGenerator random) {
    this.vertx = vertx;
    this.periodMillis = period.toMillis();
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
        (long) (periodMillis * share),
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
