// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.latchkey.gateway.authenticate.CacheUpkeep;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authenticate.Together;
import dev.latchkey.keys.QuotaLedger;
import dev.latchkey.keys.QuotaLedger.Unspent;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Counts calls against the quotas that all nodes share, by spending permits that were leased ahead.
 * Only the first call of a key, and the last ones of a quota, wait for the store. Any thread.
 */
public final class QuotaMeter {
  private static final int BATCH = 1_000;

  private final QuotaLedger ledger;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final QuotaLeases leases;
  private final LoadingCache<UUID, HeldQuotas> keys;
  private final LoadingCache<UUID, HeldQuotas> consumers;

  /**
   * @param maxKeys keys whose permits are held, and as many consumers
   */
  public QuotaMeter(QuotaLedger ledger, int maxKeys, InstantSource clock, LongSupplier nanoTime) {
    this.ledger = ledger;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.leases = new QuotaLeases(ledger, nanoTime);
    this.keys = holders(maxKeys, "");
    this.consumers = holders(maxKeys, SharedBuckets.PREFIX);
  }

  private static LoadingCache<UUID, HeldQuotas> holders(int most, String prefix) {
    return Caffeine.newBuilder()
        .maximumSize(most)
        .executor(CacheUpkeep.SHARED)
        .build(id -> new HeldQuotas(id, prefix));
  }

  KeyQuotas of(KeyState key) {
    Together together = key.together();
    return new KeyQuotas(
        key,
        keys.get(key.id().value()),
        together == null || together.quotas().isEmpty()
            ? null
            : consumers.get(together.consumer()));
  }

  long nowMillis() {
    return clock.millis();
  }

  long nowNanos() {
    return nanoTime.getAsLong();
  }

  /** Asks for permits; completes on any context when it is worth looking again. */
  Future<Void> ask(KeyQuotas quotas) {
    return leases.ask(quotas);
  }

  /** Whether permits cannot be had, so that only those at hand are spent. */
  public boolean degraded() {
    return leases.degraded();
  }

  /**
   * Gives back what idle keys hold, so that other nodes can spend it. Called every few seconds;
   * what cannot be given back is lost, never spent twice.
   */
  public Future<Void> giveBackIdle() {
    return degraded() ? Future.succeededFuture() : giveBack(false);
  }

  /** Gives back all that is held, when this node will admit nothing more. */
  public Future<Void> giveBackAll() {
    return giveBack(true);
  }

  private Future<Void> giveBack(boolean evenIfBusy) {
    List<Unspent> unspent = new ArrayList<>();
    keys.asMap().values().forEach(each -> each.release(evenIfBusy, unspent));
    consumers.asMap().values().forEach(each -> each.release(evenIfBusy, unspent));
    Future<Void> all = Future.succeededFuture();
    for (int from = 0; from < unspent.size(); from += BATCH) {
      List<Unspent> part = unspent.subList(from, Math.min(from + BATCH, unspent.size()));
      all = all.compose(done -> ledger.giveBack(part));
    }
    return all;
  }
}
