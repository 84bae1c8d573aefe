// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authorize;

import dev.latchkey.gateway.authenticate.Approach;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/** A key bound to networks is good from those networks only. */
public final class AddressRule implements AccessRule {
  @Override
  public @Nullable Refusal objection(Approach call) {
    KeyState key = call.key();
    return key == null || key.addresses().isEmpty() || key.addresses().contains(call.client())
        ? null
        : Refusal.because(Reason.IP_NOT_ALLOWED);
  }
}
