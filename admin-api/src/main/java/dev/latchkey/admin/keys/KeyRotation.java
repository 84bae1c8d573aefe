// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import dev.latchkey.admin.problem.Faults;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.Hint;
import dev.latchkey.keys.IfVersion;
import dev.latchkey.keys.KeyAction;
import dev.latchkey.keys.KeyActions;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.KeySecret;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Replaces a key's secret; the key itself stays. */
final class KeyRotation {
  private final Workshop workshop;

  KeyRotation(Workshop workshop) {
    this.workshop = workshop;
  }

  Future<Created> rotate(
      Caller caller,
      KeyId id,
      IfVersion ifVersion,
      RotateRequest request,
      Faults faults,
      @Nullable Once once) {
    if (request.expiresAt() != null) {
      new Expiry(Expiry.AT, request.expiresAt(), null).resolve(workshop.now(), faults);
    }
    faults.refuseIfAny();
    return workshop
        .ledger()
        .read(caller.tenant(), id)
        .compose(
            key -> {
              workshop.scopeRules().requireRotatable(caller.principal(), key.scopes());
              KeySecret secret = workshop.mint().mint(workshop.prefixOf(key));
              return workshop
                  .ledger()
                  .change(
                      caller.attribution(null),
                      id,
                      ifVersion,
                      action(key, secret, request),
                      Once.retry(once, secret))
                  .map(changed -> new Created(changed.key(), secret));
            });
  }

  private KeyAction action(ApiKey key, KeySecret secret, RotateRequest request) {
    return KeyActions.rotate(
        new KeyActions.Rotation(
            workshop.newId(workshop.now()).value(),
            KeyDigest.of(secret.reveal()),
            Hint.of(secret, workshop.prefixOf(key)),
            request.grace(),
            request.onFirstUse(),
            request.force(),
            request.expiresAt()));
  }
}
