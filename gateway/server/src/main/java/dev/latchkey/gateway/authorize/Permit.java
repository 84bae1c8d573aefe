// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authorize;

import dev.latchkey.gateway.authenticate.Caller;

/**
 * Proof that the caller may do this. Only the authorizer makes one; nothing is admitted without.
 */
public final class Permit {
  private final Caller caller;

  Permit(Caller caller) {
    this.caller = caller;
  }

  public Caller caller() {
    return caller;
  }
}
