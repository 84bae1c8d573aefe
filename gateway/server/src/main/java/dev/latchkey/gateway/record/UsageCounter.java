// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.record;

import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.usage.KeyUsage;
import dev.latchkey.keys.KeyGrant;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.UsageLedger;
import dev.latchkey.keys.UsageLedger.Count;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
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

  /** Keys that do not work and are counted all the same, between two flushes. */
  private static final int MAX_TURNED_AWAY = 10_000;

  private static final Logger log = LoggerFactory.getLogger(UsageCounter.class);

  private final UsageLedger ledger;
  private final InstantSource clock;
  private final ConcurrentLinkedQueue<KeyState> used = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Batch> unwritten = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  private final ConcurrentHashMap<KeyId, TurnedAway> turnedAway = new ConcurrentHashMap<>();

  /** A key that is known and does not work: revoked, expired, or of another profile. */
  private record TurnedAway(KeyGrant key, KeyUsage usage) {}

  private record Batch(Instant minute, List<Count> counts) {}

  public UsageCounter(UsageLedger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public void record(Outcome outcome) {
    KeyState key = outcome.key();
    Route route = outcome.route();
    if (route == null) {
      return;
    }
    if (key == null) {
      KeyGrant known = outcome.exchange().turnedAway();
      if (known != null) {
        countTurnedAway(known, route, outcome);
      }
    } else if (count(key, route, outcome)) {
      used.add(key);
    }
  }

  private static boolean count(KeyUsage usage, Route route, Outcome outcome) {
    Reason reason = outcome.reason();
    String ended = reason == null ? outcome.kind().label() : reason.code();
    return usage.count(route.id(), outcome.status() / 100, ended, outcome.durationNanos());
  }

  /** Within the map's own lock, so that nothing is counted into what a flush has just taken out. */
  private void countTurnedAway(KeyGrant key, Route route, Outcome outcome) {
    if (turnedAway.size() >= MAX_TURNED_AWAY && !turnedAway.containsKey(key.id())) {
      return;
    }
    turnedAway.compute(
        key.id(),
        (id, known) -> {
          TurnedAway counting = known == null ? new TurnedAway(key, new KeyUsage()) : known;
          count(counting.usage(), route, outcome);
          return counting;
        });
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
      drain(key.tenant(), key.id(), key, counts);
    }
    for (KeyId id : turnedAway.keySet()) {
      TurnedAway known = turnedAway.remove(id);
      if (known != null) {
        drain(known.key().tenant(), known.key().id(), known.usage(), counts);
      }
    }
    List<Count> distinct = Counts.merged(counts);
    for (int from = 0; from < distinct.size(); from += BATCH) {
      keep(new Batch(minute, distinct.subList(from, Math.min(from + BATCH, distinct.size()))));
    }
  }

  private static void drain(Tenant tenant, KeyId key, KeyUsage usage, List<Count> into) {
    for (KeyUsage.Counted each : usage.drain()) {
      into.add(
          new Count(
              tenant, key, each.route(), each.statusClass(), each.outcome(), each.histogram()));
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
