// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.latchkey.gateway.authenticate.CacheUpkeep;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authenticate.Together;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.limit.KeyQuotas.Part;
import dev.latchkey.keys.QuotaLedger;
import dev.latchkey.keys.QuotaLedger.Unspent;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Counts calls against the quotas and limits that all nodes share, by spending permits that were
 * leased ahead. Only the first call of a key after a while, and the last ones of a quota or limit,
 * wait for the store. Any thread.
 */
public final class QuotaMeter {
  private static final int BATCH = 1_000;

  private final QuotaLedger ledger;
  private final StoreTime time;
  private final LongSupplier nanoTime;
  private final QuotaLeases leases;
  private final LoadingCache<UUID, HeldQuotas> keys;
  private final LoadingCache<OnRoute, HeldQuotas> routes;
  private final LoadingCache<UUID, HeldQuotas> consumers;

  /**
   * @param maxKeys keys whose permits are held, and as many consumers
   */
  public QuotaMeter(QuotaLedger ledger, int maxKeys, InstantSource clock, LongSupplier nanoTime) {
    this.ledger = ledger;
    this.time = new StoreTime(clock, nanoTime);
    this.nanoTime = nanoTime;
    this.leases = new QuotaLeases(ledger, nanoTime, time);
    this.keys = holders(maxKeys, id -> new HeldQuotas(id, "", ""));
    // A line feed is in no name, so a route's limit never collides with a key's own.
    this.routes = holders(maxKeys, at -> new HeldQuotas(at.key(), at.route() + '\n', ""));
    this.consumers = holders(maxKeys, id -> new HeldQuotas(id, "", SharedBuckets.PREFIX));
  }

  private record OnRoute(UUID key, String route) {}

  private static <T> LoadingCache<T, HeldQuotas> holders(
      int most, Function<T, HeldQuotas> beginning) {
    return Caffeine.newBuilder()
        .maximumSize(most)
        .executor(CacheUpkeep.SHARED)
        .build(beginning::apply);
  }

  KeyQuotas of(KeyState key, Route route) {
    UUID id = key.id().value();
    Together together = key.together();
    return new KeyQuotas(
        new Part(keys.get(id), key.countedTogether()),
        route.countedTogether().isEmpty()
            ? null
            : new Part(routes.get(new OnRoute(id, route.id())), route.countedTogether()),
        together == null || together.counted().isEmpty()
            ? null
            : new Part(consumers.get(together.consumer()), together.counted()));
  }

  long nowMillis() {
    return time.millis();
  }

  long nowNanos() {
    return nanoTime.getAsLong();
  }

  /** Asks for permits; completes on any context when it is worth looking again. */
  Future<Void> ask(KeyQuotas quotas) {
    return leases.ask(quotas);
  }

  /** Has permits asked for with the next {@link #askAhead}, before anybody waits for them. */
  void want(KeyQuotas quotas) {
    leases.want(quotas);
  }

  /** Asks for what is going to be needed. Called every second or two. */
  public void askAhead() {
    leases.send();
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
    routes.asMap().values().forEach(each -> each.release(evenIfBusy, unspent));
    consumers.asMap().values().forEach(each -> each.release(evenIfBusy, unspent));
    Future<Void> all = Future.succeededFuture();
    for (int from = 0; from < unspent.size(); from += BATCH) {
      List<Unspent> part = unspent.subList(from, Math.min(from + BATCH, unspent.size()));
      all = all.compose(done -> ledger.giveBack(part));
    }
    return all;
  }
}
