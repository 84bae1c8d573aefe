// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.accept.Exchanges;
import dev.latchkey.keys.TestClock;
import io.vertx.core.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whatever becomes of the log, no call waits for it. */
class AccessLogTest {
  private static final int MORE_THAN_IT_HOLDS = 70_000;

  /** Does as it is told with what it is given. */
  private static final class Disk extends OutputStream {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch mayGoOn;
    private volatile boolean full;

    Disk(boolean stalled) {
      this.mayGoOn = new CountDownLatch(stalled ? 1 : 0);
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
      asked.countDown();
      try {
        mayGoOn.await(30, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (full) {
        throw new IOException("No space left on device");
      }
      written.write(bytes, from, length);
    }

    synchronized String text() {
      return written.toString(UTF_8);
    }
  }

  @Test
  @DisplayName(
      "F-71 A reader that has stopped costs lines, which are counted, and no call any time")
  void aReaderThatHasStoppedCostsLinesAndNoCallAnyTime() throws InterruptedException {
    Disk stalled = new Disk(true);
    try (AccessLog log = new AccessLog(stalled, new TestClock())) {
      record(log, "first");
      assertThat(stalled.asked.await(10, TimeUnit.SECONDS)).isTrue();

      for (int i = 0; i < MORE_THAN_IT_HOLDS; i++) {
        record(log, "later");
      }
      long dropped = log.dropped();
      stalled.mayGoOn.countDown();

      assertThat(dropped).isPositive();
    }
    assertThat(stalled.text()).contains("\"requestId\":\"first\"");
  }

  @Test
  @DisplayName("F-70 A full disk costs lines, which are counted, until there is room again")
  void aFullDiskCostsLinesUntilThereIsRoomAgain() {
    Disk disk = new Disk(false);
    disk.full = true;
    try (AccessLog log = new AccessLog(disk, new TestClock())) {
      record(log, "lost");
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (log.dropped() == 0) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.onSpinWait();
      }
      disk.full = false;
      record(log, "kept");
    }
    assertThat(disk.text()).contains("\"requestId\":\"kept\"");
  }

  private static void record(AccessLog log, String id) {
    log.record(
        new Outcome(
            Exchanges.exchange(HttpHeaders.headers(), id, "192.0.2.1", false),
            null,
            null,
            200,
            null,
            null,
            1_000));
  }
}
