// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.manage;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/** Whether every event loop still turns. Any thread. */
public final class LoopWatch {
  private static final long BEAT_MILLIS = 1_000;
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final LongSupplier nanoTime;
  private final AtomicLongArray lastTurn;
  private final AtomicInteger next = new AtomicInteger();

  /**
   * @param loops how many event loops there are
   */
  public LoopWatch(LongSupplier nanoTime, int loops) {
    this.nanoTime = nanoTime;
    this.lastTurn = new AtomicLongArray(loops);
    for (int i = 0; i < loops; i++) {
      lastTurn.set(i, nanoTime.getAsLong());
    }
  }

  /** Puts a beat on every loop: Vert.x deals instances to its loops in turn. */
  public Future<String> deploy(Vertx vertx) {
    return vertx.deployVerticle(
        () -> new Beat(next.getAndIncrement()),
        new DeploymentOptions().setInstances(lastTurn.length()));
  }

  /** One line for each loop that has not turned for ten seconds. */
  public List<String> stuck() {
    List<String> stuck = new ArrayList<>();
    for (int i = 0; i < lastTurn.length(); i++) {
      long silence = nanoTime.getAsLong() - lastTurn.get(i);
      if (silence >= STUCK_NANOS) {
        stuck.add(
            "event loop "
                + i
                + " has not turned for "
                + TimeUnit.NANOSECONDS.toSeconds(silence)
                + " s");
      }
    }
    return stuck;
  }

  private final class Beat extends VerticleBase {
    private final int loop;

    Beat(int loop) {
      this.loop = loop;
    }

    @Override
    public Future<?> start() {
      vertx.setPeriodic(BEAT_MILLIS, beat -> lastTurn.set(loop, nanoTime.getAsLong()));
      return Future.succeededFuture();
    }
  }
}
