// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.authenticate.Caller;
import dev.latchkey.gateway.refusal.Failure;

/** A call on its way, from its admission to its last byte. One event loop. */
public interface Underway {
  /** When it began, on the clock of elapsed time. */
  long startedNanos();

  /** Whose call it is, as was last known. */
  Caller caller();

  /** Notes that the same caller was found to be in good standing again. */
  void caller(Caller again);

  /** Whether nothing has moved for longer than it may. */
  boolean isOverdue(long nowNanos);

  /** Ends what is overdue. */
  void expire();

  /** Ends it because a new call like it would not pass any more. */
  void expel(Failure why);

  /** Ends it if it could go on for ever, because this node is about to stop. */
  void depart();
}
