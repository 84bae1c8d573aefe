// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.manage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LoopWatchTest {
  private final AtomicLong now = new AtomicLong();
  private final CountDownLatch held = new CountDownLatch(1);
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final LoopWatch watch = new LoopWatch(now::get, 2);

  @AfterEach
  void close() throws Exception {
    held.countDown();
    get(vertx.close());
  }

  @Test
  @DisplayName("F-68 A loop that stands still is told apart from those that turn, and forgiven")
  void aLoopThatStandsStillIsToldApartFromThoseThatTurnAndForgiven() throws Exception {
    get(watch.deploy(vertx));
    Context stuck = vertx.getOrCreateContext();
    stuck.runOnContext(begun -> awaitRelease());

    now.addAndGet(TimeUnit.SECONDS.toNanos(9));
    assertThat(watch.stuck()).isEmpty();
    now.addAndGet(TimeUnit.SECONDS.toNanos(1));
    List<String> one = await(lines -> lines.size() == 1);
    held.countDown();

    assertThat(one.get(0)).contains("has not turned for 10 s");
    assertThat(await(List::isEmpty)).isEmpty();
  }

  /** The loops beat once a second of real time. */
  private List<String> await(Predicate<List<String>> expected) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    List<String> lines = watch.stuck();
    while (!expected.test(lines)) {
      assertThat(System.nanoTime()).as("%s", lines).isLessThan(deadline);
      Thread.onSpinWait();
      lines = watch.stuck();
    }
    return lines;
  }

  private void awaitRelease() {
    try {
      held.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
