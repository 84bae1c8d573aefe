// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import dev.latchkey.admin.problem.Faults;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.HeldKeys;
import dev.latchkey.keys.IfVersion;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.LedgerException;
import io.vertx.core.Future;

/**
 * Changes fields of a key. Without a version the change is tried again when somebody else's came
 * between.
 */
final class KeyPatching {
  /** One of those who change a key at the same time gets through each time. */
  private static final int ATTEMPTS = 50;

  private final Workshop workshop;

  KeyPatching(Workshop workshop) {
    this.workshop = workshop;
  }

  Future<ApiKey> patch(
      Caller caller, KeyId id, IfVersion ifVersion, KeyPatch patch, Faults faults) {
    return patch(caller, id, ifVersion, patch, faults, ATTEMPTS);
  }

  private Future<ApiKey> patch(
      Caller caller, KeyId id, IfVersion ifVersion, KeyPatch patch, Faults faults, int attempts) {
    return workshop
        .ledger()
        .read(caller.tenant(), id)
        .compose(key -> apply(caller, key, ifVersion, patch, faults))
        .recover(
            failure -> {
              boolean overtaken =
                  ifVersion.any()
                      && Refusals.isFor(failure, LedgerException.Reason.PRECONDITION_FAILED);
              if (overtaken && attempts > 1) {
                return patch(caller, id, ifVersion, patch, faults, attempts - 1);
              }
              // Who asked for no version is not refused for one.
              return Future.failedFuture(
                  overtaken ? Problem.of(ProblemCode.UNAVAILABLE) : Refusals.named(failure));
            });
  }

  private Future<ApiKey> apply(
      Caller caller, ApiKey key, IfVersion ifVersion, KeyPatch patch, Faults faults) {
    if (!ifVersion.admits(key.version())) {
      throw Problem.of(ProblemCode.PRECONDITION_FAILED);
    }
    PatchKey action =
        new PatchKey(
            workshop.catalog(),
            workshop.scopeRules(),
            caller.principal(),
            patch,
            workshop.catalog().profile(key.profile()),
            faults);
    // Judged here, where every fault can be told; the ledger then holds the version.
    action.apply(key, workshop.now(), caller.principal().actor());
    return workshop
        .ledger()
        .change(caller.attribution(null), key.id(), IfVersion.of(key.version()), action)
        .map(HeldKeys.Changed::key);
  }
}
