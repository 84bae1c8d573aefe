// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.endurance;

import dev.latchkey.keys.KeyMint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Calls with keys that nobody made, at a rate, whether or not the ones before are answered; each
 * hundred of them come from another address. One thread of its own.
 */
final class Flood implements AutoCloseable {
  private static final long TICK_MILLIS = 1;

  /**
   * What comes due while so many wait is sent as soon as one of them is answered: a burst of new
   * connections after each hiccup would be another attack.
   */
  private static final int MOST_WAITING = 100;

  private final int port;
  private final int perSecond;
  private final Selector selector;
  private final KeyMint keys = new KeyMint(new SecureRandom());
  private final Deque<FloodLane> idle = new ArrayDeque<>();
  private final Map<Integer, Integer> byStatus = new TreeMap<>();
  private final CompletableFuture<Report> over = new CompletableFuture<>();
  private volatile boolean ending;
  private int addresses;
  private int waiting;
  private int mostWaiting;

  /**
   * What it came to.
   *
   * @param byStatus answers; 0 for none
   * @param mostWaiting calls that waited for their answers at once
   */
  record Report(double seconds, Map<Integer, Integer> byStatus, int addresses, int mostWaiting) {
    double perSecond() {
      return byStatus.values().stream().mapToInt(count -> count).sum() / seconds;
    }

    int accepted() {
      return byStatus.getOrDefault(200, 0);
    }

    @Override
    public String toString() {
      return "%.0f a second for %.0f s from %d addresses, up to %d at once, by status %s"
          .formatted(perSecond(), seconds, addresses, mostWaiting, byStatus);
    }
  }

  Flood(int port, int perSecond) {
    this.port = port;
    this.perSecond = perSecond;
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    new Thread(this::run, "flood").start();
  }

  Report stop() {
    ending = true;
    return over.join();
  }

  @Override
  public void close() {
    stop();
  }

  private void run() {
    try (selector) {
      long began = System.nanoTime();
      long sent = 0;
      while (!ending) {
        double due = (System.nanoTime() - began) / 1e9 * perSecond;
        for (; sent < due && waiting < MOST_WAITING; sent++) {
          send();
        }
        selector.select(TICK_MILLIS);
        receive();
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      over.complete(new Report(seconds, byStatus, addresses, mostWaiting));
    } catch (IOException | RuntimeException e) {
      over.completeExceptionally(e);
    }
  }

  private void send() throws IOException {
    FloodLane lane = idle.poll();
    if (lane == null) {
      lane = FloodLane.open(selector, port, addresses++);
    }
    lane.ask(keys.mint("app_").reveal());
    mostWaiting = Math.max(mostWaiting, ++waiting);
  }

  private void receive() throws IOException {
    for (SelectionKey key : selector.selectedKeys()) {
      FloodLane lane = (FloodLane) key.attachment();
      boolean due = lane.isWaiting();
      int status = lane.status();
      if (status > 0) {
        end(status);
        if (!lane.isUsedUp()) {
          // The last one first: used in turn, they would all be used up, and made anew, at once.
          idle.addFirst(lane);
          continue;
        }
      }
      if (status >= 0) {
        key.channel().close();
      }
      if (status == 0 && due) {
        end(0);
      } else if (status == 0) {
        idle.remove(lane);
      }
    }
    selector.selectedKeys().clear();
  }

  private void end(int status) {
    waiting--;
    byStatus.merge(status, 1, Integer::sum);
  }
}
