// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.keys.LedgerException;

/** Refusals of the ledger, in terms of the request that led to them. */
final class Refusals {
  private Refusals() {}

  static boolean isFor(Throwable failure, LedgerException.Reason reason) {
    return failure instanceof LedgerException refusal && refusal.reason() == reason;
  }

  /** Says which member the ledger could not accept; any other failure stays as it is. */
  static Throwable named(Throwable failure) {
    if (isFor(failure, LedgerException.Reason.NAME_TAKEN)) {
      return Problem.of(ProblemCode.NAME_TAKEN, "/name", FaultCode.TAKEN);
    }
    if (isFor(failure, LedgerException.Reason.UNKNOWN_CONSUMER)) {
      return Problem.of(ProblemCode.VALIDATION_FAILED, "/consumerId", FaultCode.UNKNOWN_CONSUMER);
    }
    if (isFor(failure, LedgerException.Reason.DUPLICATE_SECRET)) {
      return Problem.of(ProblemCode.DUPLICATE_KEY, "/secretSha256", FaultCode.TAKEN);
    }
    return failure;
  }
}
