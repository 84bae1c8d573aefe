// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.policy;

import dev.latchkey.config.UpstreamConfig.Timeouts;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long a route waits for its upstream.
 *
 * @param connectMillis until a connection stands, waiting for a free one included
 * @param responseNanos from the call's head, or the last of its body, to the answer's head
 * @param idleNanos without a byte in either direction
 * @param totalNanos from the call's head to the answer's end; {@link Long#MAX_VALUE} for no bound
 */
public record Patience(int connectMillis, long responseNanos, long idleNanos, long totalNanos) {

  /** The same in the units of the request path. */
  public static Patience of(Timeouts timeouts) {
    Duration total = timeouts.total();
    return new Patience(
        (int) timeouts.connect().toMillis(),
        timeouts.response().toNanos(),
        timeouts.idle().toNanos(),
        total == null ? Long.MAX_VALUE : total.toNanos());
  }

  /**
   * How long a call may stay without a connection, tries on other targets included; each try by
   * itself ends after {@link #connectMillis()}.
   */
  public long waitingNanos() {
    long waiting = TimeUnit.MILLISECONDS.toNanos(connectMillis) + responseNanos;
    return waiting < 0 ? Long.MAX_VALUE : waiting;
  }
}
