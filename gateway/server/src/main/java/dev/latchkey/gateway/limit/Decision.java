// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import java.util.List;

/**
 * What a limiter said, and where each limit stands after it.
 *
 * @param admitted whether the call was counted and may go on
 * @param standings in the order of the limits; empty when none applies
 * @param policy the RateLimit-Policy field's value, made once per set of limits
 */
public record Decision(boolean admitted, List<Standing> standings, String policy) {
  /** No limit applies. */
  public static final Decision UNLIMITED = new Decision(true, List.of(), "");

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

  /** The limit that a client has to heed first: a violated one, else the one with least left. */
  public Standing mostBinding() {
    Standing binding = standings.get(0);
    for (int i = 1; i < standings.size(); i++) {
      Standing other = standings.get(i);
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
