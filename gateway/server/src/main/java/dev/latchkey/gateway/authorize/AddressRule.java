// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authorize;

import dev.latchkey.gateway.accept.Networks;
import dev.latchkey.gateway.authenticate.Approach;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/** A route, and a key, bound to networks takes calls from those networks only. */
public final class AddressRule implements AccessRule {
  @Override
  public @Nullable Refusal objection(Approach call) {
    KeyState key = call.key();
    return allows(call.route().policy().addresses(), call)
            && (key == null || allows(key.addresses(), call))
        ? null
        : Refusal.because(Reason.IP_NOT_ALLOWED);
  }

  private static boolean allows(Networks networks, Approach call) {
    return networks.isEmpty() || networks.contains(call.client());
  }
}
