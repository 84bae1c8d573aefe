// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import dev.latchkey.keys.QuotaLedger;
import dev.latchkey.keys.QuotaLedger.Ask;
import dev.latchkey.keys.QuotaLedger.Leases;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the store for permits: one call at a time, which takes along whatever was asked for since
 * the last. What nobody waits for is collected until {@link #send} is called or somebody waits.
 * While the store is away it is tried twice a second, and whoever asks in between is told at once.
 * Any thread.
 */
final class QuotaLeases {
  private static final Logger log = LoggerFactory.getLogger(QuotaLeases.class);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final String AWAY = "the store that counts quotas and limits is away";

  private final QuotaLedger ledger;
  private final LongSupplier nanoTime;
  private final StoreTime time;
  private List<Wanted> forming = new ArrayList<>();
  private Promise<Void> formed = Promise.promise();
  private Future<Void> underWay = Future.succeededFuture();
  private boolean busy;

  /** Nodes at work, as the store last said. */
  private int nodes = 1;

  private long failedNanos;
  private volatile boolean degraded;

  QuotaLeases(QuotaLedger ledger, LongSupplier nanoTime, StoreTime time) {
    this.time = time;
    this.ledger = ledger;
    this.nanoTime = nanoTime;
  }

  private record Wanted(HeldQuotas quotas, Ask ask) {}

  /** Whether the store did not answer when it was last asked. */
  boolean degraded() {
    return degraded;
  }

  /**
   * Asks for what this key is short of. Completes, on any context, once an answer that was asked
   * for by now has come; fails when none did.
   */
  Future<Void> ask(KeyQuotas quotas) {
    Future<Void> answer;
    synchronized (this) {
      long now = nanoTime.getAsLong();
      if (degraded && !busy && now - failedNanos < PAUSE_NANOS) {
        return Future.failedFuture(AWAY);
      }
      collect(quotas, now);
      answer = forming.isEmpty() ? underWay : formed.future();
    }
    send();
    return answer;
  }

  /** Asks with the next that are asked, for what this key is short of. */
  void want(KeyQuotas quotas) {
    synchronized (this) {
      collect(quotas, nanoTime.getAsLong());
    }
  }

  private void collect(KeyQuotas quotas, long now) {
    for (KeyQuotas.Part part : quotas.parts()) {
      HeldQuotas held = part.held();
      held.asks(nodes, time.millis(), now).forEach(ask -> forming.add(new Wanted(held, ask)));
    }
  }

  /** Asks for what was collected, unless an answer is on its way. */
  void send() {
    List<Wanted> batch;
    Promise<Void> done;
    synchronized (this) {
      if (busy || forming.isEmpty()) {
        return;
      }
      busy = true;
      batch = forming;
      done = formed;
      forming = new ArrayList<>();
      formed = Promise.promise();
      underWay = done.future();
    }
    long asked = nanoTime.getAsLong();
    ledger
        .lease(batch.stream().map(Wanted::ask).toList())
        .onComplete(
            leases -> granted(batch, leases, asked, done), fault -> failed(batch, fault, done));
  }

  private void granted(List<Wanted> batch, Leases leases, long asked, Promise<Void> done) {
    long now = nanoTime.getAsLong();
    if (leases.storeMillis() != null) {
      time.heard(leases.storeMillis(), asked, now);
    }
    for (int i = 0; i < batch.size(); i++) {
      Wanted wanted = batch.get(i);
      wanted.quotas().granted(wanted.ask().account(), leases.each().get(i), now);
    }
    if (degraded) {
      log.info("quotas and limits of the cluster are counted again");
    }
    degraded = false;
    synchronized (this) {
      nodes = leases.nodes();
    }
    next();
    done.complete();
  }

  private void failed(List<Wanted> batch, Throwable fault, Promise<Void> done) {
    batch.forEach(wanted -> wanted.quotas().failed(wanted.ask().account()));
    if (!degraded) {
      log.warn(
          "quotas and limits of the cluster cannot be counted, what is held is spent: {}",
          fault.toString());
    }
    synchronized (this) {
      failedNanos = nanoTime.getAsLong();
      degraded = true;
    }
    next();
    done.fail(fault);
  }

  private void next() {
    synchronized (this) {
      busy = false;
    }
    send();
  }
}
