// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import dev.latchkey.gateway.refusal.RateFields;
import java.util.List;

/**
 * The one writer of rate-limit fields: draft-ietf-httpapi-ratelimit-headers-10, a list of strings
 * with parameters, beside the older X-RateLimit trio. The draft still moves; only this class knows.
 */
public final class RateLimitFields {
  private RateLimitFields() {}

  /** The fields for a decision that has at least one standing. */
  public static RateFields of(Decision decision) {
    List<Decision.Standing> standings = decision.standings();
    StringBuilder out = new StringBuilder(40 * standings.size());
    for (int i = 0; i < standings.size(); i++) {
      Decision.Standing standing = standings.get(i);
      out.append(i == 0 ? "\"" : ", \"")
          .append(standing.name())
          .append("\";r=")
          .append(standing.remaining())
          .append(";t=")
          .append(standing.resetSeconds());
    }
    Decision.Standing binding = decision.mostBinding();
    return new RateFields(
        decision.policy(),
        out.toString(),
        Long.toString(binding.limit()),
        Long.toString(binding.remaining()),
        Integer.toString(binding.resetSeconds()));
  }
}
