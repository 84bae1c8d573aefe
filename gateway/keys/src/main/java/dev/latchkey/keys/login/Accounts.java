// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.login;

import dev.latchkey.keys.Attribution;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Local administrators. Every change is one transaction with its audit row. Futures fail with
 * {@link dev.latchkey.keys.LedgerException}, reason UNAVAILABLE, for every fault of the store.
 */
public interface Accounts {
  /** Whether the tenant has any. */
  Future<Boolean> anyOf(Tenant tenant);

  /** Empty where there is none of that name. */
  Future<Optional<LocalAccount>> find(Tenant tenant, String name);

  /** Keeps a code, and forgets those for the same name. */
  Future<Void> keep(Attribution by, LoginCode code);

  /**
   * Uses up a code: makes the account, or replaces the password of the one that is there and ends
   * its sessions. Empty when there is no such code for this name.
   */
  Future<Optional<LocalAccount>> claim(
      Attribution by, KeyDigest code, String name, PasswordHash password);

  /** Replaces a password, and ends every session of the account but one. */
  Future<Void> changePassword(
      Attribution by, UUID account, PasswordHash password, KeyDigest keptSession);

  /** Notes that a sign-in was refused. */
  Future<Void> refused(Attribution by, LocalAccount account);

  /** Remembers a browser from which the account has signed in. */
  Future<Void> trust(UUID account, KeyDigest device, Instant until);

  /** Whether the account has signed in from this browser before. */
  Future<Boolean> trusts(UUID account, KeyDigest device);
}
