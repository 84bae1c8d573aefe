// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

import dev.latchkey.gateway.refusal.Fault;
import dev.latchkey.gateway.refusal.Reason;

/** Nobody could be asked. Stackless: it is an expected answer. */
public final class NoTargetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private NoTargetException(String message) {
    super(message, null, false, false);
  }

  static Fault unhealthy() {
    return fault(Reason.UPSTREAM_UNAVAILABLE, "no target is well");
  }

  static Fault breakerOpen() {
    return fault(Reason.UPSTREAM_UNAVAILABLE, "the breaker is open");
  }

  static Fault nameUnknown() {
    return fault(Reason.UPSTREAM_UNREACHABLE, "no target's name leads anywhere");
  }

  private static Fault fault(Reason reason, String message) {
    return new Fault(reason, new NoTargetException(message));
  }
}
