// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The control plane's write port. Every call is bound to one tenant: another tenant's key is not
 * found. Each change is one transaction with its audit row and its notice to the data planes.
 *
 * <p>Futures fail with {@link LedgerException}; its reason UNAVAILABLE stands for every fault of
 * the store, and then nothing was changed.
 */
public interface KeyLedger extends HeldKeys {
  /** Stores a new key under {@code by.tenant()}. */
  default Future<ApiKey> create(Attribution by, NewKey key) {
    return create(by, key, null);
  }

  /**
   * Stores a new key under {@code by.tenant()}.
   *
   * @param retry fails with RETRY_KNOWN when this request took effect before, and with
   *     RETRY_RUNNING while it is about to; null for a request that is not to be recognised
   */
  Future<ApiKey> create(Attribution by, NewKey key, @Nullable Retry retry);

  /**
   * Stores keys whose secrets were made elsewhere, in one transaction: all that can be stored are,
   * in their order. At most 1,000.
   */
  Future<List<ImportOutcome>> importAll(Attribution by, List<NewKey> keys);

  /** What is known of a request that took effect within the last 24 hours. */
  Future<Optional<Retry.Known>> retried(Tenant tenant, String name);

  /** A page of the tenant's keys, in the query's order. */
  Future<Page<ApiKey>> list(Tenant tenant, KeyQuery query);

  @Override
  default Future<Changed> change(Attribution by, KeyId id, IfVersion ifVersion, KeyAction action) {
    return change(by, id, ifVersion, action, null);
  }

  /** The same for a request that may be sent twice; see {@link #create}. */
  Future<Changed> change(
      Attribution by, KeyId id, IfVersion ifVersion, KeyAction action, @Nullable Retry retry);

  /** Removes a revoked or expired key for good. Its audit rows stay. */
  Future<Void> purge(Attribution by, KeyId id, IfVersion ifVersion);

  /** Audit rows of a tenant, newest first. */
  Future<Page<AuditEvent>> audit(Tenant tenant, AuditQuery query);
}
