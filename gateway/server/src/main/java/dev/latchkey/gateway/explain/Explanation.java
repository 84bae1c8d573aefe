// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.explain;

import dev.latchkey.gateway.refusal.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was checked, in the order of the data plane.
 *
 * @param requiredScopes by the route; empty when none was found, or it requires none
 * @param refusal what the call would be answered with: the reason of the first check that failed;
 *     null when it would pass
 */
public record Explanation(
    List<Check> checks, List<String> requiredScopes, @Nullable Reason refusal) {
  public Explanation {
    requiredScopes = List.copyOf(requiredScopes);
    checks = List.copyOf(checks);
  }

  /** Whether the call would be forwarded, as far as limits allow. */
  public boolean passes() {
    return refusal == null;
  }

  /**
   * One stage's answer.
   *
   * @param detail for people; carries no secret
   */
  public record Check(String check, boolean ok, String detail) {}
}
