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
    String all = member(standings.get(0));
    for (int i = 1; i < standings.size(); i++) {
      all = all + ", " + member(standings.get(i));
    }
    Decision.Standing binding = mostBinding(standings);
    return new RateFields(
        decision.policy(),
        all,
        NumberTexts.of(binding.limit()),
        NumberTexts.of(binding.remaining()),
        NumberTexts.of(binding.resetSeconds()));
  }

  /** The limit that a client has to heed first: a violated one, else the one with least left. */
  private static Decision.Standing mostBinding(List<Decision.Standing> standings) {
    Decision.Standing binding = standings.get(0);
    for (int i = 1; i < standings.size(); i++) {
      Decision.Standing other = standings.get(i);
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

  private static String member(Decision.Standing standing) {
    return '"' + standing.name() + "\";r=" + standing.remaining() + ";t=" + standing.resetSeconds();
  }
}
