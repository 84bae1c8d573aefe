// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.app.OpenNode;
import dev.latchkey.gateway.wire.RawClient;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand clients leave early, in every way there is, and leave nothing behind. */
@Tag("long")
class AbortEnduranceIT {
  private static final int ABORTS = 10_000;
  private static final int THREADS = 8;
  private static final int WAYS = 6;
  private static final String TO = " HTTP/1.1\r\nHost: api.test\r\n";
  private static final String FLIGHTS = "latchkey_requests_in_flight";
  private static final String CONNECTIONS = "latchkey_connections_open";

  @TempDir Path folder;

  @Test
  @DisplayName("F-85 Ten thousand aborted calls leave no call, connection or descriptor behind")
  void tenThousandAbortsLeaveNothingBehind() throws Exception {
    Vitals.requireVisible();
    try (SizedBackend backend = new SizedBackend();
        OpenNode node = new OpenNode(folder, backend.port(), "accessLog: false")) {
      int port = node.port("gateway");
      IntStream.range(0, 60).forEach(i -> leaveEarly(port, i));
      awaitRest(node);
      Vitals vitals = new Vitals(node.pid());
      long before = vitals.descriptors();

      List<CompletableFuture<Void>> clients =
          IntStream.range(0, THREADS).mapToObj(thread -> abort(port, thread)).toList();
      clients.forEach(CompletableFuture::join);
      long millis = awaitRest(node);

      long after = vitals.descriptors();
      Figures.note(
          "aborts: %d; calls and connections at zero after %d ms; descriptors %d before, %d after",
          ABORTS, millis, before, after);
      assertThat(millis).isLessThanOrEqualTo(5_000);
      assertThat(after).isBetween(before - 3, before + 3);
    }
  }

  private static CompletableFuture<Void> abort(int port, int thread) {
    return CompletableFuture.runAsync(
        () -> {
          for (int i = thread; i < ABORTS; i += THREADS) {
            leaveEarly(port, i / THREADS);
          }
        },
        task -> new Thread(task, "abort").start());
  }

  /** Half a head, half a body up, half a body down, or no answer at all; by FIN or by RST. */
  private static void leaveEarly(int port, int number) {
    RawClient client = RawClient.to(port);
    switch (number % WAYS) {
      case 0 -> client.send("GET /public/1000" + TO + "X-Half: ");
      case 1 -> client.send("POST /public/1000" + TO + "Content-Length: 90000\r\n\r\nhalf");
      case 2, 3 -> client.send("GET /public/10000000" + TO + "\r\n").status();
      default -> client.send("GET /public/never" + TO + "\r\n");
    }
    if (number % 2 == 0) {
      client.reset();
    } else {
      client.close();
    }
  }

  /** How long it takes until nothing is under way and nobody is connected, in milliseconds. */
  private static long awaitRest(OpenNode node) {
    long start = System.nanoTime();
    while (node.meter(FLIGHTS) > 0 || node.meter(CONNECTIONS) > 0) {
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(30));
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
