// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Quotas counted in memory, for several nodes of one test. Can be taken away. Any thread. */
public final class MapQuotas implements QuotaLedger {
  private final Map<Account, Long> taken = new HashMap<>();
  private boolean away;
  private int statements;
  private int nodes = 1;
  private @Nullable InstantSource clock;

  /** From now on it says so many nodes are at work. */
  public synchronized void nodes(int number) {
    nodes = number;
  }

  /** From now on it tells the time. */
  public synchronized void clock(InstantSource time) {
    clock = time;
  }

  /** From now on every call fails, or no longer. */
  public synchronized void away(boolean gone) {
    away = gone;
  }

  /** How often anything was asked. */
  public synchronized int statements() {
    return statements;
  }

  @Override
  public synchronized Future<Leases> lease(List<Ask> asks) {
    statements++;
    if (away) {
      return Future.failedFuture("the store is away");
    }
    List<Lease> leases = new ArrayList<>();
    for (Ask ask : asks) {
      long before = taken.getOrDefault(ask.account(), 0L);
      long granted = Math.max(0, Math.min(ask.want(), ask.limit() - before));
      taken.put(ask.account(), before + granted);
      leases.add(new Lease(granted, Math.max(0, ask.limit() - before - granted)));
    }
    return Future.succeededFuture(
        new Leases(leases, clock == null ? null : (Long) clock.millis(), nodes));
  }

  @Override
  public synchronized Future<Void> giveBack(List<Unspent> unspent) {
    statements++;
    if (away) {
      return Future.failedFuture("the store is away");
    }
    unspent.forEach(each -> taken.merge(each.account(), -each.permits(), Long::sum));
    return Future.succeededFuture();
  }
}
