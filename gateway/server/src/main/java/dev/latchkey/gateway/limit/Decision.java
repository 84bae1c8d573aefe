// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a limiter said, and where each limit stands after it. Nearly always that is one, which then
 * needs no list. Immutable.
 */
public final class Decision {
  /** No limit applies. */
  public static final Decision UNLIMITED = new Decision(true, List.of(), "");

  private final boolean admitted;
  private final @Nullable Standing only;
  private final List<Standing> several;
  private final String policy;

  /**
   * @param admitted whether the call was counted and may go on
   * @param standings in the order of the limits; empty when none applies
   * @param policy the RateLimit-Policy field's value, made once per set of limits
   */
  public Decision(boolean admitted, List<Standing> standings, String policy) {
    this(admitted, null, standings, policy);
  }

  private Decision(
      boolean admitted, @Nullable Standing only, List<Standing> several, String policy) {
    this.admitted = admitted;
    this.only = only;
    this.several = several;
    this.policy = policy;
  }

  /** One of a single limit. */
  static Decision of(boolean admitted, Standing only, String policy) {
    return new Decision(admitted, only, List.of(), policy);
  }

  /**
   * One limit's state.
   *
   * @param limit calls per window
   * @param remaining calls left now
   * @param resetSeconds until more are available, rounded up, at least 1
   * @param violated whether this limit refused the call
   */
  public record Standing(
      String name, long limit, long remaining, int resetSeconds, boolean violated) {}

  /** Whether the call was counted and may go on. */
  public boolean admitted() {
    return admitted;
  }

  /** The RateLimit-Policy field's value. */
  public String policy() {
    return policy;
  }

  /** In the order of the limits; empty when none applies. */
  public List<Standing> standings() {
    return only == null ? several : List.of(only);
  }

  /** Whether no limit applies. */
  public boolean isUnlimited() {
    return only == null && several.isEmpty();
  }

  /** The limit that a client has to heed first: a violated one, else the one with least left. */
  public Standing mostBinding() {
    if (only != null) {
      return only;
    }
    Standing binding = several.get(0);
    for (int i = 1; i < several.size(); i++) {
      Standing other = several.get(i);
      boolean worse =
          other.violated() == binding.violated()
              ? other.violated()
                  ? other.resetSeconds() > binding.resetSeconds()
                  : other.remaining() < binding.remaining()
              : other.violated();
      binding = worse ? other : binding;
    }
    return binding;
  }
}
