// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authorize;

import dev.latchkey.gateway.authenticate.Approach;
import dev.latchkey.gateway.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/** One condition on who may call what. Pure, synchronous, and never waits. */
@FunctionalInterface
public interface AccessRule {
  /** Null when this rule has no objection. */
  @Nullable Refusal objection(Approach call);
}
