// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.time.Duration;

/**
 * Spans of one length, counted from 1970 on: the same for everybody, whenever they began to count.
 *
 * @param millis at least 1000
 */
public record Slice(long millis) implements Span {
  private static final long SHORTEST = 1_000;

  public Slice {
    if (millis < SHORTEST) {
      throw new IllegalArgumentException("a slice is at least a second");
    }
  }

  /** That of a limit; what would be shorter than a second is one. */
  public static Slice of(Limit limit) {
    Duration exact = limit.sliceWindow();
    long up = exact.toNanosPart() % 1_000_000 == 0 ? 0 : 1;
    return new Slice(Math.max(SHORTEST, exact.toMillis() + up));
  }

  /** Calls per slice: what the limit says, or a second's share where its own are shorter. */
  public long share(Limit limit) {
    return limit.sliceWindow().toMillis() >= SHORTEST
        ? limit.sliceLimit()
        : Math.max(1, limit.limit() * millis / limit.window().toMillis());
  }

  @Override
  public String word() {
    return Long.toString(millis);
  }

  @Override
  public long startOf(long millis) {
    return Math.floorDiv(millis, this.millis) * this.millis;
  }

  @Override
  public long endOf(long startMillis) {
    return startMillis + millis;
  }
}
