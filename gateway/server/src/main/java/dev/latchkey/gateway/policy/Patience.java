// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.policy;

import dev.latchkey.config.UpstreamConfig.Timeouts;
import java.time.Duration;

/**
 * How long a route waits for its upstream.
 *
 * @param connectMillis until a connection stands, waiting for a free one included
 * @param responseNanos from the call's head, or the last of its body, to the answer's head
 * @param idleNanos without a byte in either direction
 * @param totalNanos from the call's head to the answer's end; {@link Long#MAX_VALUE} for no bound
 */
public record Patience(int connectMillis, long responseNanos, long idleNanos, long totalNanos) {

  /** Connecting takes its share of the time to the answer's head, not of the upstream's. */
  public static Patience of(Timeouts timeouts) {
    Duration total = timeouts.total();
    return new Patience(
        (int) timeouts.connect().toMillis(),
        timeouts.connect().plus(timeouts.response()).toNanos(),
        timeouts.idle().toNanos(),
        total == null ? Long.MAX_VALUE : total.toNanos());
  }
}
