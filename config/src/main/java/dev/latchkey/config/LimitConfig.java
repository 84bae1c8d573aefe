// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A named rate limit, as in {@code limits: [ { name: minute, limit: 60, window: 60s } ]}.
 *
 * @param burst calls per slice of the window; null for one slice
 * @param clusterWide whether all nodes together admit so many, instead of each
 */
public record LimitConfig(
    String name, int limit, Duration window, @Nullable Integer burst, boolean clusterWide) {
  /** A limit that each node counts by itself. */
  public LimitConfig(String name, int limit, Duration window, @Nullable Integer burst) {
    this(name, limit, window, burst, false);
  }
}
