// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import dev.latchkey.config.UpstreamConfig.Timeouts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Timeouts of one route; null for its upstream's. */
public record RouteTimeouts(
    @Nullable Duration connect,
    @Nullable Duration response,
    @Nullable Duration idle,
    @Nullable Duration total) {

  /** These over those of the upstream. */
  public Timeouts over(Timeouts upstream) {
    return new Timeouts(
        connect == null ? upstream.connect() : connect,
        response == null ? upstream.response() : response,
        idle == null ? upstream.idle() : idle,
        total == null ? upstream.total() : total);
  }
}
