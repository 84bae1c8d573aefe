// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import org.jspecify.annotations.Nullable;

/**
 * Who may report leaked keys without an admin token.
 *
 * @param githubKeys address of the keys that GitHub signs its secret scanning alerts with; null to
 *     take none
 */
public record LeaksConfig(@Nullable String githubKeys) {
  /** Takes reports from principals alone. */
  public static final LeaksConfig NONE = new LeaksConfig(null);
}
