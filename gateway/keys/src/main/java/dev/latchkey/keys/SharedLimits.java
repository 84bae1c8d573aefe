// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.util.List;
import java.util.UUID;

/**
 * Limits that all keys of one consumer use up together, beside their own.
 *
 * @param consumer whose they are
 * @param limits at least one
 */
public record SharedLimits(UUID consumer, List<Limit> limits) {
  public SharedLimits {
    limits = List.copyOf(limits);
  }
}
