// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import io.vertx.core.Future;

/**
 * The control plane's write port. Every call is bound to one tenant: another tenant's key is not
 * found. Each change is one transaction with its audit row and its notice to the data planes.
 *
 * <p>Futures fail with {@link LedgerException}; its reason UNAVAILABLE stands for every fault of
 * the store, and then nothing was changed.
 */
public interface KeyLedger extends HeldKeys {
  /** Stores a new key under {@code by.tenant()}. */
  Future<ApiKey> create(Attribution by, NewKey key);

  Future<Page<ApiKey>> list(Tenant tenant, KeyQuery query);

  /** Removes a revoked or expired key for good. Its audit rows stay. */
  Future<Void> purge(Attribution by, KeyId id);

  /** Audit rows of a tenant, newest first. */
  Future<Page<AuditEvent>> audit(Tenant tenant, AuditQuery query);
}
