// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.authenticate.Caller;
import dev.latchkey.gateway.refusal.Failure;
import io.vertx.core.Completable;
import org.jspecify.annotations.Nullable;

/** A call on its way, from its admission to its last byte. Ends exactly once. One event loop. */
public abstract class Underway {
  private final InFlight inFlight;
  private final Completable<Void> landing;
  private final Exchange exchange;
  private Caller caller;
  private boolean ended;

  /** Where it stands among those in flight; below zero for nowhere. */
  private int place = -1;

  /**
   * @param landing told how it ends
   */
  Underway(Caller caller, InFlight inFlight, Completable<Void> landing) {
    this.caller = caller;
    this.exchange = caller.exchange();
    this.inFlight = inFlight;
    this.landing = landing;
  }

  final int place() {
    return place;
  }

  final void place(int now) {
    place = now;
  }

  /** From now on somebody sees to it that this ends. */
  final void begin() {
    inFlight.add(this);
  }

  final Exchange exchange() {
    return exchange;
  }

  final boolean hasEnded() {
    return ended;
  }

  /**
   * Ends it, unless it has ended.
   *
   * @param failure null for a whole answer
   */
  final void end(@Nullable Throwable failure) {
    if (ended) {
      return;
    }
    ended = true;
    inFlight.remove(this);
    release();
    if (failure == null) {
      landing.succeed();
    } else {
      landing.fail(failure);
    }
  }

  /** When it began, on the clock of elapsed time. */
  public final long startedNanos() {
    return exchange.startedNanos();
  }

  /** Whose call it is, as was last known. */
  public final Caller caller() {
    return caller;
  }

  /** Notes that the same caller was found to be in good standing again. */
  public final void caller(Caller again) {
    caller = again;
  }

  /** Lets go of its place at the upstream. */
  abstract void release();

  /** Whether nothing has moved for longer than it may. */
  abstract boolean isOverdue(long nowNanos);

  /** Ends what is overdue. */
  abstract void expire();

  /** Ends it because a new call like it would not pass any more. */
  public abstract void expel(Failure why);

  /** Ends it if it could go on for ever, because this node is about to stop. */
  abstract void depart();
}
