// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.endurance;

import dev.latchkey.gateway.wire.Answer;
import dev.latchkey.gateway.wire.RawClient;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Honest calls at a steady rate, each timed from when it was due: a call that waits for the one
 * before it has waited, too.
 */
final class SteadyTraffic implements AutoCloseable {
  private static final int CLIENTS = 4;

  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(CLIENTS);
  private final List<Client> clients = new ArrayList<>();

  /**
   * What became of it.
   *
   * @param sortedNanos how long each call took
   * @param failures without a whole 200
   */
  // Made once, and never changed.
  @SuppressWarnings("ArrayRecordComponent")
  record Report(long[] sortedNanos, int failures) {
    long p99Micros() {
      return sortedNanos[(int) (sortedNanos.length * 0.99)] / 1_000;
    }

    long p50Micros() {
      return sortedNanos[sortedNanos.length / 2] / 1_000;
    }

    long mostMicros() {
      return sortedNanos[sortedNanos.length - 1] / 1_000;
    }

    @Override
    public String toString() {
      return "%d calls, %d failed, p50 %d us, p99 %d us, at most %d us"
          .formatted(sortedNanos.length, failures, p50Micros(), p99Micros(), mostMicros());
    }
  }

  /**
   * @param perSecond in all
   */
  SteadyTraffic(int port, String request, int perSecond) {
    long period = TimeUnit.SECONDS.toNanos(CLIENTS) / perSecond;
    for (int i = 0; i < CLIENTS; i++) {
      Client client = new Client(port, request, period, System.nanoTime() + i * period / CLIENTS);
      clients.add(client);
      var unused =
          threads.scheduleAtFixedRate(client, i * period / CLIENTS, period, TimeUnit.NANOSECONDS);
    }
  }

  /** Goes on for so long from now, and says what became of the calls of that time. */
  Report over(long seconds) throws InterruptedException {
    forget();
    // Only the time that passes matters.
    if (threads.awaitTermination(seconds, TimeUnit.SECONDS)) {
      throw new AssertionError("the traffic stopped");
    }
    return report();
  }

  /** Starts the report anew. */
  void forget() {
    clients.forEach(Client::forget);
  }

  /** What became of the calls since then. */
  Report report() {
    List<long[]> parts = new ArrayList<>();
    int failures = 0;
    for (Client client : clients) {
      Report part = client.report();
      parts.add(part.sortedNanos());
      failures += part.failures();
    }
    return new Report(parts.stream().flatMapToLong(Arrays::stream).sorted().toArray(), failures);
  }

  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(20, TimeUnit.SECONDS)) {
        throw new AssertionError("the traffic does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    clients.forEach(Client::leave);
  }

  private static final class Client implements Runnable {
    private final int port;
    private final String request;
    private final long periodNanos;
    private long due;
    private @Nullable RawClient connection;
    private final List<Long> took = new ArrayList<>();
    private int failures;

    Client(int port, String request, long periodNanos, long first) {
      this.port = port;
      this.request = request;
      this.periodNanos = periodNanos;
      this.due = first;
    }

    @Override
    public void run() {
      boolean good = call();
      long now = System.nanoTime();
      synchronized (took) {
        took.add(now - due);
        failures += good ? 0 : 1;
        due += periodNanos;
      }
    }

    private boolean call() {
      try {
        if (connection == null) {
          connection = RawClient.to(port);
        }
        Answer answer = connection.send(request).answer(false);
        if (answer.head().value("connection").equals("close")) {
          leave();
        }
        return answer.status() == 200 && answer.whole();
      } catch (UncheckedIOException lost) {
        leave();
        return false;
      }
    }

    void forget() {
      synchronized (took) {
        took.clear();
        failures = 0;
      }
    }

    Report report() {
      synchronized (took) {
        return new Report(took.stream().mapToLong(nanos -> nanos).sorted().toArray(), failures);
      }
    }

    void leave() {
      if (connection != null) {
        connection.close();
        connection = null;
      }
    }
  }
}
