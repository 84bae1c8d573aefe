// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.authenticate.Caller;
import dev.latchkey.gateway.refusal.Failure;

/** A call on its way, from its admission to its last byte. One event loop. */
public abstract class Underway {
  /** Where it stands among those in flight; below zero for nowhere. */
  private int place = -1;

  final int place() {
    return place;
  }

  final void place(int now) {
    place = now;
  }

  /** When it began, on the clock of elapsed time. */
  public abstract long startedNanos();

  /** Whose call it is, as was last known. */
  public abstract Caller caller();

  /** Notes that the same caller was found to be in good standing again. */
  public abstract void caller(Caller again);

  /** Whether nothing has moved for longer than it may. */
  abstract boolean isOverdue(long nowNanos);

  /** Ends what is overdue. */
  abstract void expire();

  /** Ends it because a new call like it would not pass any more. */
  public abstract void expel(Failure why);

  /** Ends it if it could go on for ever, because this node is about to stop. */
  abstract void depart();
}
