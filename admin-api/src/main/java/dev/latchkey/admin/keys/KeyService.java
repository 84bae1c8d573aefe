// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import dev.latchkey.admin.catalog.Catalog;
import dev.latchkey.admin.openapi.BodySchema;
import dev.latchkey.admin.problem.Faults;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.HeldKeys;
import dev.latchkey.keys.IfVersion;
import dev.latchkey.keys.KeyAction;
import dev.latchkey.keys.KeyActions;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.KeyLedger;
import dev.latchkey.keys.KeyMint;
import dev.latchkey.keys.KeyQuery;
import dev.latchkey.keys.LedgerException;
import dev.latchkey.keys.Page;
import dev.latchkey.keys.Retry;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be done to keys, whoever asks. Futures fail with {@link Problem} for what the
 * rules refuse and with {@link LedgerException} for what the ledger refuses. Any thread.
 */
public final class KeyService {
  private final KeyLedger ledger;
  private final Workshop workshop;
  private final KeyCreation creation;
  private final KeyRotation rotation;
  private final KeyPatching patching;

  public KeyService(
      Catalog catalog, KeyLedger ledger, KeyMint mint, InstantSource clock, SecureRandom random) {
    this.ledger = ledger;
    this.workshop = new Workshop(catalog, new ScopeRules(catalog), ledger, mint, clock, random);
    this.creation = new KeyCreation(workshop);
    this.rotation = new KeyRotation(workshop);
    this.patching = new KeyPatching(workshop);
  }

  /** Makes a key. Its secret exists only in the answer. */
  public Future<Created> create(Caller caller, CreateRequest request, Faults faults) {
    return create(caller, request, faults, null);
  }

  /**
   * Makes a key for a request that may be sent twice.
   *
   * @param once null for a request that is not to be recognised
   */
  public Future<Created> create(
      Caller caller, CreateRequest request, Faults faults, @Nullable Once once) {
    return creation.create(caller, request, faults, once);
  }

  /**
   * Taking over keys that were made elsewhere.
   *
   * @param item the schema that each item is held to
   */
  public KeyImport importing(BodySchema item) {
    return new KeyImport(workshop, item);
  }

  /** One action on many keys. */
  public KeyBulk bulk() {
    return new KeyBulk(ledger);
  }

  /** What is known of a request that took effect before. */
  public Future<Optional<Retry.Known>> retried(Tenant tenant, String name) {
    return ledger.retried(tenant, name);
  }

  /** As {@link KeyLedger#read}. */
  public Future<ApiKey> read(Tenant tenant, KeyId id) {
    return ledger.read(tenant, id);
  }

  /** As {@link KeyLedger#list}. */
  public Future<Page<ApiKey>> list(Tenant tenant, KeyQuery query) {
    return ledger.list(tenant, query);
  }

  /** Changes fields of a key, by a merge patch. */
  public Future<ApiKey> patch(
      Caller caller, KeyId id, IfVersion ifVersion, KeyPatch patch, Faults faults) {
    return patching.patch(caller, id, ifVersion, patch, faults);
  }

  /** Stops a key until it is enabled again. */
  public Future<ApiKey> disable(
      Caller caller, KeyId id, IfVersion ifVersion, @Nullable String reason) {
    return change(caller, id, ifVersion, KeyActions.disable(), reason);
  }

  /** Lets a disabled key work again. */
  public Future<ApiKey> enable(
      Caller caller, KeyId id, IfVersion ifVersion, @Nullable String reason) {
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
      IfVersion ifVersion,
      @Nullable String reason,
      @Nullable String note) {
    String told = reason == null ? note : note == null ? reason : reason + ": " + note;
    return change(caller, id, ifVersion, KeyActions.revoke(reason == null ? note : reason), told);
  }

  /** Ends the grace of a running rotation now. */
  public Future<ApiKey> finishRotation(
      Caller caller, KeyId id, IfVersion ifVersion, @Nullable String reason) {
    return change(caller, id, ifVersion, KeyActions.finishRotation(), reason);
  }

  /** Takes back a secret that waits for its first use. */
  public Future<ApiKey> cancelRotation(Caller caller, KeyId id, IfVersion ifVersion, UUID secret) {
    return change(caller, id, ifVersion, KeyActions.cancelRotation(secret), null);
  }

  /** Replaces a key's secret. The new one exists only in the answer. */
  public Future<Created> rotate(
      Caller caller, KeyId id, IfVersion ifVersion, RotateRequest request, Faults faults) {
    return rotate(caller, id, ifVersion, request, faults, null);
  }

  /**
   * Replaces a key's secret for a request that may be sent twice.
   *
   * @param once null for a request that is not to be recognised
   */
  public Future<Created> rotate(
      Caller caller,
      KeyId id,
      IfVersion ifVersion,
      RotateRequest request,
      Faults faults,
      @Nullable Once once) {
    return rotation.rotate(caller, id, ifVersion, request, faults, once);
  }

  /** Removes a revoked or expired key. */
  public Future<Void> purge(Caller caller, KeyId id, IfVersion ifVersion) {
    return ledger.purge(caller.attribution(null), id, ifVersion);
  }

  private Future<ApiKey> change(
      Caller caller, KeyId id, IfVersion ifVersion, KeyAction action, @Nullable String reason) {
    return ledger
        .change(caller.attribution(reason), id, ifVersion, action)
        .map(HeldKeys.Changed::key);
  }
}
