// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

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
 * @param quotas its plan's
 */
public record Together(UUID consumer, List<Limit> limits, List<Quota> quotas) {
  public Together {
    limits = List.copyOf(limits);
    quotas = List.copyOf(quotas);
  }

  /** Whether nothing is used up together. */
  boolean isEmpty() {
    return limits.isEmpty() && quotas.isEmpty();
  }
}
