// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.app.OpenNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many readers of much more than could be held. */
@Tag("long")
class SlowReadersIT {
  private static final int READERS = 500;
  private static final long GIB = 1L << 30;
  private static final int PER_TURN = 10_000;
  private static final int SECONDS = 60;
  private static final long MOST_KIB = 200 * 1_024;

  @TempDir Path folder;

  @Test
  @DisplayName("F-53 Five hundred slow readers of a gigabyte each cost at most 200 MiB of memory")
  void fiveHundredSlowReadersOfAGigabyteCostLittleMemory() throws Exception {
    Vitals.requireVisible();
    OpenNode.Settings settings =
        OpenNode.Settings.of("accessLog: false").upstream("poolSize: " + READERS);
    try (SizedBackend backend = new SizedBackend();
        OpenNode node = new OpenNode(folder, backend.port(), settings)) {
      warmUp(node.port("gateway"));
      Vitals vitals = new Vitals(node.pid());
      long before = vitals.residentKib();

      List<SocketChannel> readers = readers(node.port("gateway"));
      long most = before;
      long began = System.nanoTime();
      long read = 0;
      for (int second = 1; second <= SECONDS; second++) {
        for (SocketChannel reader : readers) {
          read += read(reader);
        }
        do {
          most = Math.max(most, vitals.residentKib());
        } while (System.nanoTime() - began < TimeUnit.SECONDS.toNanos(second));
      }

      Figures.note(
          "slow readers: %d for %d s took %d MB; resident %d MiB before, %d MiB at most",
          READERS, SECONDS, read / 1_000_000, before / 1_024, most / 1_024);
      assertThat(node.meter("latchkey_requests_in_flight")).isEqualTo(READERS);
      assertThat(most - before).isLessThanOrEqualTo(MOST_KIB);
      for (SocketChannel reader : readers) {
        reader.close();
      }
    }
  }

  /**
   * A few hundred megabytes at full speed: buffers and code are there before memory is measured.
   */
  private static void warmUp(int port) throws IOException {
    for (int i = 0; i < 8; i++) {
      try (SocketChannel reader = ask(port, 64 << 20)) {
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        long left = 64 << 20;
        while (left > 0) {
          left -= reader.read(bytes.clear());
        }
      }
    }
  }

  private static List<SocketChannel> readers(int port) throws IOException {
    List<SocketChannel> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      SocketChannel reader = ask(port, GIB);
      reader.configureBlocking(false);
      readers.add(reader);
    }
    return readers;
  }

  private static SocketChannel ask(int port, long bytes) throws IOException {
    SocketChannel reader = SocketChannel.open();
    reader.setOption(StandardSocketOptions.SO_RCVBUF, 16 * 1_024);
    reader.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    String request = "GET /public/" + bytes + " HTTP/1.1\r\nHost: api.test\r\n\r\n";
    reader.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    return reader;
  }

  private static int read(SocketChannel reader) throws IOException {
    int read = reader.read(ByteBuffer.allocate(PER_TURN));
    assertThat(read).as("still served").isNotNegative();
    return read;
  }
}
