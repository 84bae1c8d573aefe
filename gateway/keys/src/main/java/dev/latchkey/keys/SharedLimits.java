// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What all keys of one consumer use up together, beside what is their own.
 *
 * @param consumer whose they are
 * @param plan whose limits and quotas count beside these; null for none
 * @param limits replace the plan's of the same name; at least one where there is no plan
 */
public record SharedLimits(UUID consumer, @Nullable String plan, List<Limit> limits) {
  public SharedLimits {
    limits = List.copyOf(limits);
  }
}
