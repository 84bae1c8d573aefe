// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.Answers;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the tests of the data plane take for holding an event loop up. */
class BlockedLoopTest {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long LONG = TimeUnit.MILLISECONDS.toNanos(900);

  /** One for each test: what it has seen may be told a moment after the loop goes on. */
  private final LoopWatch watch = new LoopWatch();

  @BeforeEach
  void open() {
    watch.open();
    watch.begin();
  }

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void aLoopThatWaitsIsHeldUp() {
    onLoop(BlockedLoopTest::await);

    assertThat(watch.firstBlocked()).isNotNull();
  }

  @Test
  void aLoopThatComputesIsHeldUp() {
    onLoop(BlockedLoopTest::compute);

    assertThat(watch.firstBlocked()).isNotNull();
  }

  @Test
  void aLoopThatDoesLittleIsNot() {
    onLoop(() -> {});

    assertThat(watch.firstBlocked()).isNull();
  }

  private static void await() {
    long end = System.nanoTime() + LONG;
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  /** For so much of the processor's time, however long that takes. */
  private static void compute() {
    long end = THREADS.getCurrentThreadCpuTime() + LONG;
    while (THREADS.getCurrentThreadCpuTime() < end) {
      Thread.onSpinWait();
    }
  }

  private void onLoop(Runnable task) {
    Promise<Void> done = Promise.promise();
    Context loop = watch.vertx().getOrCreateContext();
    loop.runOnContext(
        v -> {
          task.run();
          done.complete();
        });
    Answers.of(done.future());
  }
}
