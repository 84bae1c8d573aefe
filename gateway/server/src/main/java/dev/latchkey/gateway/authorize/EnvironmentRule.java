// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authorize;

import dev.latchkey.gateway.authenticate.Caller;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/** A route of one environment takes keys of that environment only. */
public final class EnvironmentRule implements AccessRule {
  @Override
  public @Nullable Refusal objection(Caller caller) {
    String wanted = caller.route().environment();
    KeyState key = caller.key();
    return wanted == null || key == null || wanted.equals(key.grant().environment())
        ? null
        : Refusal.because(Reason.WRONG_ENVIRONMENT);
  }
}
