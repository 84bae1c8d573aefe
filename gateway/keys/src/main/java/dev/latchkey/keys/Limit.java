// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A named rate limit: so many calls per window. With a burst the window is cut into slices of that
 * many calls, so that any window admits at most {@code limit + burst}.
 *
 * @param name letters, digits, dot, dash, underscore; unique within one key
 * @param limit calls per window, at least 1
 * @param window 1 s to 31 days
 * @param burst calls per slice, 1 to limit; null means one slice, the whole window
 * @param scope who counts together
 */
public record Limit(String name, int limit, Duration window, @Nullable Integer burst, Scope scope) {
  private static final Duration LONGEST = Duration.ofDays(31);

  /** Who counts a limit together. */
  public enum Scope {
    /** Each node by itself. */
    NODE,
    /** All nodes of one database. */
    CLUSTER
  }

  /** A limit that each node counts by itself. */
  public Limit(String name, int limit, Duration window, @Nullable Integer burst) {
    this(name, limit, window, burst, Scope.NODE);
  }

  public Limit {
    if (name.isEmpty() || name.length() > 50 || !name.chars().allMatch(Limit::isNameCharacter)) {
      throw new IllegalArgumentException("a limit's name is 1 to 50 letters, digits, . _ -");
    }
    if (limit < 1) {
      throw new IllegalArgumentException("a limit is at least 1");
    }
    if (window.compareTo(Duration.ofSeconds(1)) < 0 || window.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a window is 1 s to 31 days");
    }
    if (burst != null && (burst < 1 || burst > limit)) {
      throw new IllegalArgumentException("a burst is 1 to the limit");
    }
  }

  /** The same, counted by these. */
  public Limit within(Scope other) {
    return scope == other ? this : new Limit(name, limit, window, burst, other);
  }

  /** Calls per slice. */
  public int sliceLimit() {
    return burst == null ? limit : burst;
  }

  /** Length of a slice: the window's share of one burst. */
  public Duration sliceWindow() {
    return burst == null ? window : window.multipliedBy(burst).dividedBy(limit);
  }

  private static boolean isNameCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }
}
