// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import dev.latchkey.admin.catalog.Catalog;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Faults;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.Hint;
import dev.latchkey.keys.KeyAction;
import dev.latchkey.keys.KeyActions;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.KeyLedger;
import dev.latchkey.keys.KeyMint;
import dev.latchkey.keys.KeyQuery;
import dev.latchkey.keys.KeySecret;
import dev.latchkey.keys.LedgerException;
import dev.latchkey.keys.NewKey;
import dev.latchkey.keys.Page;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be done to keys, whoever asks. Futures fail with {@link Problem} for what the
 * rules refuse and with {@link LedgerException} for what the ledger refuses. Any thread.
 */
public final class KeyService {
  private static final int PATCH_ATTEMPTS = 3;

  private final Catalog catalog;
  private final ScopeRules scopeRules;
  private final KeyLedger ledger;
  private final KeyMint mint;
  private final InstantSource clock;
  private final SecureRandom random;

  public KeyService(
      Catalog catalog, KeyLedger ledger, KeyMint mint, InstantSource clock, SecureRandom random) {
    this.catalog = catalog;
    this.scopeRules = new ScopeRules(catalog);
    this.ledger = ledger;
    this.mint = mint;
    this.clock = clock;
    this.random = random;
  }

  /** Makes a key. Its secret exists only in the answer. */
  public Future<Created> create(Caller caller, CreateRequest request, Faults faults) {
    return source(caller.tenant(), request, faults)
        .compose(
            source ->
                store(
                    caller,
                    new Drafting(catalog, scopeRules, request, source, faults)
                        .draft(caller.principal(), now())));
  }

  public Future<ApiKey> read(Tenant tenant, KeyId id) {
    return ledger.read(tenant, id);
  }

  public Future<Page<ApiKey>> list(Tenant tenant, KeyQuery query) {
    return ledger.list(tenant, query);
  }

  /**
   * Changes fields of a key. Without a version the change is tried again when somebody else's came
   * between.
   */
  public Future<ApiKey> patch(
      Caller caller, KeyId id, @Nullable Long ifVersion, KeyPatch patch, Faults faults) {
    return patch(caller, id, ifVersion, patch, faults, PATCH_ATTEMPTS);
  }

  /** Stops a key until it is enabled again. */
  public Future<ApiKey> disable(
      Caller caller, KeyId id, @Nullable Long ifVersion, @Nullable String reason) {
    return change(caller, id, ifVersion, KeyActions.disable(), reason);
  }

  /** Lets a disabled key work again. */
  public Future<ApiKey> enable(
      Caller caller, KeyId id, @Nullable Long ifVersion, @Nullable String reason) {
    return change(caller, id, ifVersion, KeyActions.enable(), reason);
  }

  /**
   * Ends a key for good.
   *
   * @param reason kept with the key
   * @param note kept in the audit trail only
   */
  public Future<ApiKey> revoke(
      Caller caller,
      KeyId id,
      @Nullable Long ifVersion,
      @Nullable String reason,
      @Nullable String note) {
    String told = reason == null ? note : note == null ? reason : reason + ": " + note;
    return change(caller, id, ifVersion, KeyActions.revoke(reason == null ? note : reason), told);
  }

  /** Ends the grace of a running rotation now. */
  public Future<ApiKey> finishRotation(
      Caller caller, KeyId id, @Nullable Long ifVersion, @Nullable String reason) {
    return change(caller, id, ifVersion, KeyActions.finishRotation(), reason);
  }

  /** Replaces a key's secret. The new one exists only in the answer. */
  public Future<Created> rotate(
      Caller caller, KeyId id, @Nullable Long ifVersion, RotateRequest request, Faults faults) {
    if (request.expiresAt() != null) {
      new Expiry(Expiry.AT, request.expiresAt(), null).resolve(now(), faults);
    }
    faults.refuseIfAny();
    return ledger
        .read(caller.tenant(), id)
        .compose(
            key -> {
              scopeRules.requireRotatable(caller.principal(), key.scopes());
              String prefix = prefixOf(key);
              KeySecret secret = mint.mint(prefix);
              KeyActions.Rotation rotation =
                  new KeyActions.Rotation(
                      KeyId.create(now(), random).value(),
                      KeyDigest.of(secret.reveal()),
                      Hint.of(secret, prefix),
                      request.grace(),
                      request.onFirstUse(),
                      request.force(),
                      request.expiresAt());
              return change(caller, id, ifVersion, KeyActions.rotate(rotation), null)
                  .map(changed -> new Created(changed, secret));
            });
  }

  /** Removes a revoked or expired key. */
  public Future<Void> purge(Caller caller, KeyId id, @Nullable Long ifVersion) {
    Future<?> checked =
        ifVersion == null
            ? Future.succeededFuture()
            : ledger.read(caller.tenant(), id).map(key -> requireVersion(key, ifVersion));
    return checked.compose(ok -> ledger.purge(caller.attribution(null), id));
  }

  private Future<Optional<ApiKey>> source(Tenant tenant, CreateRequest request, Faults faults) {
    if (request.copyFrom() == null) {
      return Future.succeededFuture(Optional.empty());
    }
    return ledger
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

  private Future<Created> store(Caller caller, KeyDraft draft) {
    KeySecret secret = mint.mint(draft.prefix());
    Instant now = now();
    ApiKey key =
        draft.toKey(
            KeyId.create(now, random),
            KeyId.create(now, random).value(),
            Hint.of(secret, draft.prefix()),
            caller.tenant(),
            caller.principal().actor(),
            now);
    NewKey row =
        new NewKey(key, KeyDigest.of(secret.reveal()), false, draft.profile().uniqueNames());
    return ledger
        .create(caller.attribution(null), row)
        .recover(failure -> Future.failedFuture(Refusals.named(failure)))
        .map(stored -> new Created(stored, secret));
  }

  private Future<ApiKey> patch(
      Caller caller,
      KeyId id,
      @Nullable Long ifVersion,
      KeyPatch patch,
      Faults faults,
      int attempts) {
    return ledger
        .read(caller.tenant(), id)
        .compose(
            key -> {
              requireVersion(key, ifVersion == null ? (Long) key.version() : ifVersion);
              PatchKey action =
                  new PatchKey(
                      catalog,
                      scopeRules,
                      caller.principal(),
                      patch,
                      catalog.profile(key.profile()),
                      faults);
              // Judged here, where every fault can be told; the ledger then holds the version.
              action.apply(key, now(), caller.principal().actor());
              return change(caller, id, key.version(), action, null);
            })
        .recover(
            failure ->
                ifVersion == null
                        && attempts > 1
                        && Refusals.isFor(failure, LedgerException.Reason.PRECONDITION_FAILED)
                    ? patch(caller, id, null, patch, faults, attempts - 1)
                    : Future.failedFuture(Refusals.named(failure)));
  }

  private Future<ApiKey> change(
      Caller caller,
      KeyId id,
      @Nullable Long ifVersion,
      KeyAction action,
      @Nullable String reason) {
    return ledger
        .change(caller.attribution(reason), id, ifVersion, action)
        .map(KeyLedger.Changed::key);
  }

  private String prefixOf(ApiKey key) {
    return catalog
        .profile(key.profile())
        .map(profile -> profile.prefixFor(key.environment()))
        .orElse(key.hint().prefix());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static ApiKey requireVersion(ApiKey key, long version) {
    if (key.version() != version) {
      throw Problem.of(ProblemCode.PRECONDITION_FAILED);
    }
    return key;
  }
}
