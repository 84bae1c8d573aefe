// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.latchkey.gateway.authenticate.CacheUpkeep;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.QuotaLedger;
import dev.latchkey.keys.QuotaLedger.Unspent;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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
  private final LoadingCache<KeyId, KeyQuotas> keys;

  /**
   * @param maxKeys keys whose permits are held
   */
  public QuotaMeter(QuotaLedger ledger, int maxKeys, InstantSource clock, LongSupplier nanoTime) {
    this.ledger = ledger;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.leases = new QuotaLeases(ledger, nanoTime);
    this.keys =
        Caffeine.newBuilder()
            .maximumSize(maxKeys)
            .executor(CacheUpkeep.SHARED)
            .build(KeyQuotas::new);
  }

  KeyQuotas of(KeyId key) {
    return keys.get(key);
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
    Future<Void> all = Future.succeededFuture();
    for (int from = 0; from < unspent.size(); from += BATCH) {
      List<Unspent> part = unspent.subList(from, Math.min(from + BATCH, unspent.size()));
      all = all.compose(done -> ledger.giveBack(part));
    }
    return all;
  }
}
