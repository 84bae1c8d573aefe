// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authorize;

import dev.latchkey.gateway.authenticate.Approach;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/** A route of one environment takes keys of that environment only. */
public final class EnvironmentRule implements AccessRule {
  @Override
  public @Nullable Refusal objection(Approach call) {
    String wanted = call.route().environment();
    KeyState key = call.key();
    return wanted == null || key == null || wanted.equals(key.environment())
        ? null
        : Refusal.because(Reason.WRONG_ENVIRONMENT);
  }
}
