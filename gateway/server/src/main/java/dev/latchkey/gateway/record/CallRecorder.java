// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.record;

import dev.latchkey.gateway.accept.CanonicalTarget;
import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.refusal.Cause;
import dev.latchkey.gateway.refusal.Failure;
import dev.latchkey.gateway.refusal.Refusal;
import dev.latchkey.keys.KeyGrant;
import dev.latchkey.keys.calls.CallRecord;
import dev.latchkey.keys.calls.CallRecords;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every answer of our own by its request id, and a sample of the calls that were passed on:
 * noted in memory, written in batches. How many is bounded for each key, for strangers and for all;
 * what is over is counted and dropped, and no call ever waits. Any event loop.
 */
public final class CallRecorder implements Recorder {
  /** Rows per statement. */
  private static final int BATCH = 5_000;

  /** Records kept while the store is away; beyond that the newest are dropped. */
  private static final int MAX_WAITING = 20_000;

  private static final Logger log = LoggerFactory.getLogger(CallRecorder.class);

  private final CallRecords records;
  private final InstantSource clock;
  private final Runnable flushSoon;
  private final ConcurrentLinkedQueue<CallRecord> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final LongAdder dropped = new LongAdder();

  /** For answers to whoever came without a key that works. */
  private final Allowance strangers = new Allowance(1_000, 40_000);

  private final Allowance refusals = new Allowance(2_000, 200_000);
  private final Allowance passes = new Allowance(1_000, 100_000);

  /**
   * @param flushSoon asked for when somebody may want to have an answer of ours explained; calls
   *     that were passed on can wait for the next flush
   */
  public CallRecorder(CallRecords records, InstantSource clock, Runnable flushSoon) {
    this.records = records;
    this.clock = clock;
    this.flushSoon = flushSoon;
  }

  @Override
  public void record(Outcome outcome) {
    long now = clock.millis();
    Failure failure = outcome.failure();
    boolean wanted = failure == null ? isSampled(outcome, now) : isRecorded(outcome, now);
    if (!wanted) {
      return;
    }
    if (waiting.get() >= MAX_WAITING) {
      dropped.increment();
      return;
    }
    queue.add(recordOf(outcome, failure, now));
    waiting.incrementAndGet();
    if (failure != null) {
      flushSoon.run();
    }
  }

  /** Answers of our own that nobody can have explained, because there were too many. */
  public long dropped() {
    return dropped.sum();
  }

  private boolean isSampled(Outcome outcome, long now) {
    KeyState key = outcome.key();
    Route route = outcome.route();
    return key != null
        && route != null
        && key.takes(now, outcome.exchange().client(), route.id())
        && passes.spend(now);
  }

  private boolean isRecorded(Outcome outcome, long now) {
    KeyState key = outcome.key();
    boolean recorded =
        key == null ? strangers.spend(now) : key.takesRefusal(now) && refusals.spend(now);
    if (!recorded) {
      dropped.increment();
    }
    return recorded;
  }

  private static CallRecord recordOf(Outcome outcome, @Nullable Failure failure, long now) {
    Exchange exchange = outcome.exchange();
    CanonicalTarget target = exchange.target();
    Route route = outcome.route();
    KeyState state = outcome.key();
    KeyGrant key = state == null ? exchange.turnedAway() : state.grant();
    Refusal shadow = outcome.shadow();
    Cause cause = state == null ? exchange.cause() : null;
    return new CallRecord(
        Instant.ofEpochMilli(now),
        exchange.id(),
        key == null ? null : key.tenant(),
        key == null ? null : key.id(),
        route == null ? null : route.id(),
        exchange.request().method().name(),
        target == null ? "" : target.path(),
        exchange.client(),
        outcome.status(),
        failure == null ? null : failure.reason().code(),
        cause == null ? null : cause.word(),
        failure == null ? List.of() : failure.named(),
        shadow == null ? null : shadow.reason().code(),
        outcome.durationNanos() / 1_000);
  }

  /** Writes what was noted; what cannot be written is kept for the next time. */
  public Future<Void> flush() {
    List<CallRecord> batch = new ArrayList<>();
    while (batch.size() < BATCH) {
      CallRecord next = queue.poll();
      if (next == null) {
        break;
      }
      batch.add(next);
    }
    if (batch.isEmpty()) {
      return Future.succeededFuture();
    }
    return records
        .add(batch.stream().map(Discretion::applied).toList())
        .onSuccess(written -> waiting.addAndGet(-batch.size()))
        .onFailure(
            cause -> {
              queue.addAll(batch);
              log.warn("{} calls wait for the store: {}", waiting.get(), cause.toString());
            })
        .compose(written -> flush());
  }
}
