// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.spi.metrics.HttpClientMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;

/**
 * Knows which of the HTTP clients that were made on a Vert.x of its own are closed, by the order in
 * which they were made. Which are merely lost, and closed when garbage is collected, varies.
 */
final class OpenClients {
  final Vertx vertx =
      Vertx.builder()
          .with(new VertxOptions().setMetricsOptions(new MetricsOptions().setEnabled(true)))
          .withMetrics(options -> new Made())
          .build();

  private final BitSet closed = new BitSet();
  private int made;

  /** How many were made, ever. */
  synchronized int made() {
    return made;
  }

  synchronized boolean areClosed(int from, int to) {
    return closed.nextClearBit(from) >= to;
  }

  /** Waits until these are closed, for at most 30 s. */
  synchronized void awaitClosed(int from, int to) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!areClosed(from, to)) {
      long rest = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (rest <= 0) {
        throw new AssertionError("of " + from + " to " + to + " only " + closed + " are closed");
      }
      wait(rest);
    }
  }

  private synchronized int next() {
    return made++;
  }

  private synchronized void close(int client) {
    closed.set(client);
    notifyAll();
  }

  private final class Made implements VertxMetrics {
    @Override
    public HttpClientMetrics<?, ?, ?> createHttpClientMetrics(HttpClientOptions options) {
      int client = next();
      return new HttpClientMetrics<Object, Object, Object>() {
        @Override
        public void close() {
          OpenClients.this.close(client);
        }
      };
    }
  }
}
