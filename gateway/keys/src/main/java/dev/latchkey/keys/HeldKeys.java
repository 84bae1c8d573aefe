// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import io.vertx.core.Future;

/**
 * One key at a time, as its administrators or its own holder read and change it. Every call is
 * bound to one tenant: another tenant's key is not found.
 *
 * <p>Futures fail with {@link LedgerException}; its reason UNAVAILABLE stands for every fault of
 * the store, and then nothing was changed.
 */
public interface HeldKeys {
  /** One of the tenant's; fails with NOT_FOUND where there is none. */
  Future<ApiKey> read(Tenant tenant, KeyId id);

  /**
   * Applies an action to the current state of a key.
   *
   * @param ifVersion refuse with PRECONDITION_FAILED unless it admits the key's version
   */
  Future<Changed> change(Attribution by, KeyId id, IfVersion ifVersion, KeyAction action);

  /**
   * A key after a change.
   *
   * @param revision the change sequence that the data planes will confirm
   */
  record Changed(ApiKey key, long revision) {}
}
