// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyLookup;
import dev.latchkey.keys.LookupResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Look-ups of keys that are not cached: one per digest however many requests wait for it, few at a
 * time, the rest waiting in a short line for a short time. Whatever happens to the store, callers
 * get an answer. Any thread.
 */
final class ColdLookups {
  /** At most this many at once, so that a cold start cannot swamp the database. */
  static final int MAX_RUNNING = 16;

  static final int MAX_WAITING = 4_096;
  static final long MAX_WAIT_MILLIS = 500;

  private static final LookupResult BUSY =
      new LookupResult.Unknown(new TimeoutException("too many look-ups are waiting"));

  private final Vertx vertx;
  private final KeyLookup store;
  private final ConcurrentHashMap<KeyDigest, Future<LookupResult>> flights =
      new ConcurrentHashMap<>();
  private final Deque<Waiting> line = new ArrayDeque<>();
  private int running;

  ColdLookups(Vertx vertx, KeyLookup store) {
    this.vertx = vertx;
    this.store = store;
  }

  private record Waiting(KeyDigest digest, Promise<LookupResult> promise, long timer) {}

  /** Joins the look-up of this digest, or begins one. Never fails. */
  Future<LookupResult> find(KeyDigest digest) {
    Promise<LookupResult> promise = Promise.promise();
    Future<LookupResult> flight = flights.putIfAbsent(digest, promise.future());
    if (flight != null) {
      return flight;
    }
    promise.future().onComplete(done -> flights.remove(digest));
    enter(digest, promise);
    return promise.future();
  }

  private void enter(KeyDigest digest, Promise<LookupResult> promise) {
    boolean start;
    synchronized (line) {
      start = running < MAX_RUNNING;
      if (start) {
        running++;
      } else if (line.size() < MAX_WAITING) {
        long timer = vertx.setTimer(MAX_WAIT_MILLIS, id -> giveUp(promise));
        line.addLast(new Waiting(digest, promise, timer));
        return;
      }
    }
    if (start) {
      run(digest, promise);
    } else {
      promise.complete(BUSY);
    }
  }

  private void run(KeyDigest digest, Promise<LookupResult> promise) {
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
              Waiting next = leave();
              promise.complete(done.result());
              if (next != null) {
                vertx.cancelTimer(next.timer());
                // Not from here: answers that come at once would pile up on the stack.
                vertx.runOnContext(v -> run(next.digest(), next.promise()));
              }
            });
  }

  /** Frees this place, or hands it to the next in line. */
  private @Nullable Waiting leave() {
    synchronized (line) {
      Waiting next = line.pollFirst();
      if (next == null) {
        running--;
      }
      return next;
    }
  }

  private void giveUp(Promise<LookupResult> promise) {
    boolean waited;
    synchronized (line) {
      waited = line.removeIf(waiting -> waiting.promise() == promise);
    }
    if (waited) {
      promise.complete(BUSY);
    }
  }
}
