// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Faults;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.Hint;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeySecret;
import dev.latchkey.keys.LedgerException;
import dev.latchkey.keys.NewKey;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes keys, by the rules of their profile or after another key. */
final class KeyCreation {
  private final Workshop workshop;

  KeyCreation(Workshop workshop) {
    this.workshop = workshop;
  }

  Future<Created> create(Caller caller, CreateRequest request, Faults faults, @Nullable Once once) {
    return source(caller.tenant(), request, faults)
        .compose(
            source -> {
              // One moment for all of it, so that a duration ends to the millisecond.
              Instant now = workshop.now();
              Drafting drafting =
                  new Drafting(workshop.catalog(), workshop.scopeRules(), request, source, faults);
              KeyDraft draft = drafting.draft(caller.principal(), now);
              return store(caller, draft, request.digest(), now, once);
            });
  }

  private Future<Optional<ApiKey>> source(Tenant tenant, CreateRequest request, Faults faults) {
    if (request.copyFrom() == null) {
      return Future.succeededFuture(Optional.empty());
    }
    return workshop
        .ledger()
        .read(tenant, request.copyFrom())
        .map(Optional::of)
        .recover(
            failure -> {
              if (!Refusals.isFor(failure, LedgerException.Reason.NOT_FOUND)) {
                return Future.failedFuture(failure);
              }
              faults.add("/copyFrom", FaultCode.UNKNOWN_KEY);
              return Future.succeededFuture(Optional.empty());
            });
  }

  /**
   * A secret that was made elsewhere is not foreign: it works if it has Latchkey's shape and check,
   * so that nobody chooses one that could be guessed.
   */
  private Future<Created> store(
      Caller caller,
      KeyDraft draft,
      @Nullable KeyDigest brought,
      Instant now,
      @Nullable Once once) {
    KeySecret secret = brought == null ? workshop.mint().mint(draft.prefix()) : null;
    ApiKey key =
        draft.toKey(
            workshop.newId(now),
            workshop.newId(now).value(),
            secret == null ? new Hint(draft.prefix(), "", "") : Hint.of(secret, draft.prefix()),
            caller.tenant(),
            caller.principal().actor(),
            now);
    KeyDigest digest =
        secret == null ? Objects.requireNonNull(brought) : KeyDigest.of(secret.reveal());
    NewKey row = new NewKey(key, digest, false, draft.profile().uniqueNames());
    return workshop
        .ledger()
        .create(caller.attribution(null), row, Once.retry(once, secret))
        .recover(failure -> Future.failedFuture(Refusals.named(failure)))
        .map(stored -> new Created(stored, secret));
  }
}
