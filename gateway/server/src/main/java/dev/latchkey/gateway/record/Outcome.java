// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.record;

import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.refusal.Failure;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * How a request ended, for every recorder.
 *
 * @param route null when none matched
 * @param key null when none was accepted
 * @param status as sent; 0 when the client left first
 * @param failure why we answered for ourselves; null when the upstream answered
 * @param shadow what stricter rules would have refused it with, though it passed; null for nothing
 * @param durationNanos from the request's head to the end of the answer
 */
public record Outcome(
    Exchange exchange,
    @Nullable Route route,
    @Nullable KeyState key,
    int status,
    @Nullable Failure failure,
    @Nullable Refusal shadow,
    long durationNanos) {

  /** The cause of our own answer; null when the upstream answered. */
  public @Nullable Reason reason() {
    return failure == null ? null : failure.reason();
  }

  /** In what way a request can end; the metric's label. */
  public enum Kind {
    FORWARDED("forwarded"),
    /** By us, without asking anybody. */
    ANSWERED("answered"),
    UPSTREAM_ERROR("upstream_error"),
    REFUSED("refused"),
    FAULT("fault"),
    ABORTED("aborted");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /** Whether the call was admitted, so that an upstream was asked or should have been. */
  public boolean admitted() {
    Reason reason = reason();
    return (reason == null && !exchange.isAnsweredHere())
        || reason == Reason.UPSTREAM_UNREACHABLE
        || reason == Reason.UPSTREAM_TIMEOUT
        || reason == Reason.UPSTREAM_UNAVAILABLE;
  }

  /** What the end is counted as. */
  public Kind kind() {
    Reason reason = reason();
    if (reason != null) {
      return reason.status() >= 500 ? Kind.FAULT : Kind.REFUSED;
    }
    if (status == 0) {
      return Kind.ABORTED;
    }
    if (exchange.isAnsweredHere()) {
      return Kind.ANSWERED;
    }
    return status >= 500 ? Kind.UPSTREAM_ERROR : Kind.FORWARDED;
  }
}
