// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import dev.latchkey.gateway.authenticate.Caller;
import dev.latchkey.gateway.authorize.Permit;

/** Proof that the call was counted. Only the admitter makes one; nothing is forwarded without. */
public final class Admission {
  private final Caller caller;
  private final Decision decision;

  Admission(Permit permit, Decision decision) {
    this.caller = permit.caller();
    this.decision = decision;
  }

  public Caller caller() {
    return caller;
  }

  /** Where the limits stand now, for the answer's headers. */
  public Decision decision() {
    return decision;
  }
}
