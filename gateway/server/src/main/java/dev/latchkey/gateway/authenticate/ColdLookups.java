// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyLookup;
import dev.latchkey.keys.LookupResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Look-ups of keys that are not cached: one per digest however many requests wait for it, few at a
 * time, few that find nothing, the rest waiting in a short line for a short time. Whatever happens
 * to the store, callers get an answer. Any thread.
 */
final class ColdLookups {
  /** At most this many at once, so that a cold start cannot swamp the database. */
  static final int MAX_RUNNING = 16;

  static final int MAX_WAITING = 4_096;
  static final long MAX_WAIT_MILLIS = 500;

  /** So many can have their turn in time when each of them may find nothing. */
  static final int MAX_WAITING_WHEN_SCARCE =
      (int) (FruitlessBudget.PER_SECOND * MAX_WAIT_MILLIS / 1_000);

  private static final long PUMP_MILLIS = 25;

  private static final LookupResult BUSY =
      new LookupResult.Unknown(new TimeoutException("too many look-ups are waiting"));

  private final Vertx vertx;
  private final KeyLookup store;
  private final LongSupplier nanoTime;
  private final CacheCounters counters;
  private final FruitlessBudget budget;
  private final ConcurrentHashMap<KeyDigest, Future<LookupResult>> flights =
      new ConcurrentHashMap<>();
  private final Deque<Waiting> line = new ArrayDeque<>();
  private int running;
  private boolean pumping;

  ColdLookups(Vertx vertx, KeyLookup store, LongSupplier nanoTime, CacheCounters counters) {
    this.vertx = vertx;
    this.store = store;
    this.nanoTime = nanoTime;
    this.counters = counters;
    this.budget = new FruitlessBudget(nanoTime);
  }

  private record Waiting(
      KeyDigest digest, Promise<LookupResult> promise, boolean suspect, long untilNanos) {}

  /**
   * Joins the look-up of this digest, or begins one. Never fails.
   *
   * @param suspect whether it comes from a source of many failures: such a one takes no place that
   *     others may need
   */
  Future<LookupResult> find(KeyDigest digest, boolean suspect) {
    Promise<LookupResult> promise = Promise.promise();
    Future<LookupResult> flight = flights.putIfAbsent(digest, promise.future());
    if (flight != null) {
      return flight;
    }
    promise.future().onComplete(done -> flights.remove(digest));
    enter(digest, promise, suspect);
    return promise.future();
  }

  private void enter(KeyDigest digest, Promise<LookupResult> promise, boolean suspect) {
    boolean start;
    synchronized (line) {
      start = line.isEmpty() && hasPlace(suspect);
      if (start) {
        running++;
      } else if (line.size() < places(suspect)) {
        long until = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(MAX_WAIT_MILLIS);
        line.addLast(new Waiting(digest, promise, suspect, until));
        pumpLater();
        return;
      }
    }
    if (start) {
      run(digest, promise);
    } else {
      counters.turnAway();
      promise.complete(BUSY);
    }
  }

  private boolean hasPlace(boolean suspect) {
    return running < MAX_RUNNING && budget.admits(running, suspect);
  }

  /** How long the line may be. */
  private int places(boolean suspect) {
    if (suspect) {
      return budget.admits(0, true) ? MAX_WAITING : 0;
    }
    return budget.isScarce() ? MAX_WAITING_WHEN_SCARCE : MAX_WAITING;
  }

  private void run(KeyDigest digest, Promise<LookupResult> promise) {
    counters.lookup();
    Future<LookupResult> answer;
    try {
      answer = store.find(digest);
    } catch (RuntimeException defect) {
      answer = Future.failedFuture(defect);
    }
    answer
        .otherwise(LookupResult.Unknown::new)
        .onComplete(
            done -> {
              Waiting next = leave(done.result() instanceof LookupResult.Invalid);
              promise.complete(done.result());
              if (next != null) {
                // Not from here: answers that come at once would pile up on the stack.
                vertx.runOnContext(v -> run(next.digest(), next.promise()));
              }
            });
  }

  /** Frees this place, or hands it to the next in line. */
  private @Nullable Waiting leave(boolean fruitless) {
    synchronized (line) {
      running--;
      if (fruitless) {
        budget.spend();
      }
      return next();
    }
  }

  private @Nullable Waiting next() {
    Waiting first = line.peekFirst();
    if (first == null || !hasPlace(first.suspect())) {
      return null;
    }
    running++;
    line.removeFirst();
    return first;
  }

  private void pumpLater() {
    if (!pumping) {
      pumping = true;
      vertx.setTimer(PUMP_MILLIS, id -> pump());
    }
  }

  /** Lets in whoever has a place by now, and sends away whoever has waited too long. */
  private void pump() {
    List<Waiting> starting = new ArrayList<>();
    List<Waiting> late = new ArrayList<>();
    synchronized (line) {
      long now = nanoTime.getAsLong();
      while (!line.isEmpty() && now - line.getFirst().untilNanos() >= 0) {
        late.add(line.removeFirst());
      }
      for (Waiting next = next(); next != null; next = next()) {
        starting.add(next);
      }
      pumping = false;
      if (!line.isEmpty()) {
        pumpLater();
      }
    }
    for (Waiting waiting : late) {
      counters.turnAway();
      waiting.promise().complete(BUSY);
    }
    starting.forEach(waiting -> run(waiting.digest(), waiting.promise()));
  }
}
