// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.record;

import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.usage.KeyUsage;
import dev.latchkey.keys.UsageLedger;
import dev.latchkey.keys.UsageLedger.Count;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the calls of every key in memory, and writes them in batches. A call is booked to the
 * minute in which it is written, at most one flush after it ended; a crash loses what was counted
 * since. Any event loop.
 */
public final class UsageCounter implements Recorder {
  /** Rows per statement. */
  private static final int BATCH = 5_000;

  /** Counts kept while the store is away; beyond that the newest are dropped. */
  private static final int MAX_WAITING = 200_000;

  private static final Logger log = LoggerFactory.getLogger(UsageCounter.class);

  private final UsageLedger ledger;
  private final InstantSource clock;
  private final ConcurrentLinkedQueue<KeyState> used = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Batch> unwritten = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  private record Batch(Instant minute, List<Count> counts) {}

  public UsageCounter(UsageLedger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public void record(Outcome outcome) {
    KeyState key = outcome.key();
    Route route = outcome.route();
    if (key == null || route == null) {
      return;
    }
    Reason reason = outcome.reason();
    String ended = reason == null ? outcome.kind().label() : reason.code();
    KeyUsage usage = key.usage();
    if (usage.count(route.id(), outcome.status() / 100, ended, outcome.durationNanos())) {
      used.add(key);
    }
  }

  /** Writes what was counted; what cannot be written is kept for the next time. */
  public Future<Void> flush() {
    collect();
    return writeNext();
  }

  private void collect() {
    Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    List<Count> counts = new ArrayList<>();
    // Keys that are used again meanwhile come back to the queue's end and would be taken again.
    for (int left = used.size(); left > 0; left--) {
      KeyState key = used.poll();
      if (key == null) {
        break;
      }
      for (KeyUsage.Counted each : key.usage().drain()) {
        counts.add(
            new Count(
                key.grant().tenant(),
                key.grant().id(),
                each.route(),
                each.statusClass(),
                each.outcome(),
                each.histogram()));
      }
    }
    List<Count> distinct = Counts.merged(counts);
    for (int from = 0; from < distinct.size(); from += BATCH) {
      keep(new Batch(minute, distinct.subList(from, Math.min(from + BATCH, distinct.size()))));
    }
  }

  private void keep(Batch batch) {
    if (waiting.addAndGet(batch.counts().size()) > MAX_WAITING) {
      waiting.addAndGet(-batch.counts().size());
      log.warn("counts of {} are lost: the store has been away too long", batch.minute());
    } else {
      unwritten.add(batch);
    }
  }

  private Future<Void> writeNext() {
    Batch batch = unwritten.poll();
    if (batch == null) {
      return Future.succeededFuture();
    }
    return ledger
        .add(batch.minute(), batch.counts())
        .onSuccess(done -> waiting.addAndGet(-batch.counts().size()))
        .onFailure(
            cause -> {
              unwritten.add(batch);
              log.warn("{} counts wait for the store: {}", waiting.get(), cause.toString());
            })
        .compose(done -> writeNext());
  }
}
