// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import dev.latchkey.keys.CountedTogether;
import dev.latchkey.keys.Limit;
import dev.latchkey.keys.Quota;
import java.util.List;
import java.util.UUID;

/**
 * What a key uses up together with the others of its consumer, beside what is its own. The same
 * object for all of these keys, so that comparing references tells whether anything changed.
 *
 * @param consumer whose keys they are
 * @param limits the consumer's plan's, with its own in their place
 * @param nodeLimits those of them that each node counts by itself
 * @param counted the others, and its plan's quotas
 */
public record Together(
    UUID consumer, List<Limit> limits, List<Limit> nodeLimits, CountedTogether counted) {
  /** What follows from the limits and quotas in force. */
  static Together of(UUID consumer, List<Limit> limits, List<Quota> quotas) {
    return new Together(
        consumer,
        List.copyOf(limits),
        CountedTogether.others(limits),
        CountedTogether.of(limits, quotas));
  }

  /** Whether nothing is used up together. */
  boolean isEmpty() {
    return limits.isEmpty() && counted.isEmpty();
  }
}
