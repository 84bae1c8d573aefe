// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.record;

import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.keys.KeyActivity;
import dev.latchkey.keys.KeyActivity.SecretUse;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When secrets were last used, to the minute: noted in memory, written in batches. Only calls that
 * passed count; a refused one never refreshes a key. Any event loop.
 */
public final class LastUsed implements Recorder {
  /** Rows per statement. */
  private static final int BATCH = 5_000;

  /** Uses kept while the store is away; beyond that the newest are dropped, and counted again. */
  private static final int MAX_PENDING = 1_000_000;

  private static final Logger log = LoggerFactory.getLogger(LastUsed.class);

  private final KeyActivity activity;
  private final InstantSource clock;
  private final Runnable flushSoon;
  private final ConcurrentHashMap<UUID, SecretUse> pending = new ConcurrentHashMap<>();

  /**
   * @param flushSoon asked for when a key or secret is used for the first time
   */
  public LastUsed(KeyActivity activity, InstantSource clock, Runnable flushSoon) {
    this.activity = activity;
    this.clock = clock;
    this.flushSoon = flushSoon;
  }

  @Override
  public void record(Outcome outcome) {
    KeyState key = outcome.key();
    if (key == null || outcome.reason() != null) {
      return;
    }
    long minute = clock.millis() / 60_000;
    if (key.usedIn(minute)) {
      note(key, minute);
    }
  }

  private void note(KeyState key, long minute) {
    if (pending.size() >= MAX_PENDING) {
      return;
    }
    Instant at = Instant.EPOCH.plus(minute, ChronoUnit.MINUTES);
    SecretUse use = new SecretUse(key.id(), key.secretId(), at);
    pending.merge(use.secret(), use, (old, next) -> next.at().isAfter(old.at()) ? next : old);
    if (key.firstUseCounts()) {
      flushSoon.run();
    }
  }

  /**
   * Writes what is pending, a batch at a time; what cannot be written is kept for the next time.
   */
  public Future<Void> flush() {
    List<SecretUse> batch = new ArrayList<>();
    for (SecretUse use : pending.values()) {
      if (batch.size() == BATCH) {
        break;
      }
      batch.add(use);
    }
    if (batch.isEmpty()) {
      return Future.succeededFuture();
    }
    batch.forEach(use -> pending.remove(use.secret(), use));
    return activity
        .record(batch)
        .onFailure(
            cause -> {
              batch.forEach(use -> pending.putIfAbsent(use.secret(), use));
              log.warn(
                  "last uses of {} keys wait for the store: {}", batch.size(), cause.toString());
            })
        .compose(v -> batch.size() == BATCH ? flush() : Future.succeededFuture());
  }
}
