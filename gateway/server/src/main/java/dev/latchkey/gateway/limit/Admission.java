// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import dev.latchkey.gateway.authenticate.Caller;
import dev.latchkey.gateway.authorize.Permit;

/** Proof that the call was counted. Only the admitter makes one; nothing is forwarded without. */
public final class Admission {
  private final Permit permit;
  private final Decision decision;

  Admission(Permit permit, Decision decision) {
    this.permit = permit;
    this.decision = decision;
  }

  public Caller caller() {
    return permit.caller();
  }

  /** Where the limits stand now, for the answer's headers. */
  public Decision decision() {
    return decision;
  }
}
