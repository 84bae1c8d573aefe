// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The stored facts that decide whether a key may be used at an instant.
 *
 * @param enabled false while an administrator has stopped the key
 * @param notBefore first usable instant; null for at once
 * @param expiresAt first unusable instant; null for never
 * @param revokedAt when it was revoked, for ever; null if it was not
 */
public record Validity(
    boolean enabled,
    @Nullable Instant notBefore,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt) {

  /** Usable from now on, without an end. */
  public static final Validity UNLIMITED = new Validity(true, null, null, null);

  /** Revoked before expired before disabled before scheduled before active. */
  public KeyStatus status(Instant now) {
    if (revokedAt != null) {
      return KeyStatus.REVOKED;
    }
    if (expiresAt != null && !now.isBefore(expiresAt)) {
      return KeyStatus.EXPIRED;
    }
    if (!enabled) {
      return KeyStatus.DISABLED;
    }
    return notBefore != null && now.isBefore(notBefore) ? KeyStatus.SCHEDULED : KeyStatus.ACTIVE;
  }

  /**
   * The same facts under an environment's longest lifetime, evaluated live: tightening the policy
   * also stops old keys, without touching their rows.
   *
   * @param longest null for no bound
   */
  public Validity within(@Nullable Duration longest, Instant createdAt) {
    if (longest == null) {
      return this;
    }
    Instant bound = createdAt.plus(longest);
    return expiresAt != null && !expiresAt.isAfter(bound) ? this : withExpiry(bound);
  }

  /** The same, but stopped or let go on; a revocation stays. */
  public Validity withEnabled(boolean next) {
    return new Validity(next, notBefore, expiresAt, revokedAt);
  }

  /** The same with another end; null for none. */
  public Validity withExpiry(@Nullable Instant next) {
    return new Validity(enabled, notBefore, next, revokedAt);
  }

  /** The same with another beginning; null for at once. */
  public Validity withNotBefore(@Nullable Instant next) {
    return new Validity(enabled, next, expiresAt, revokedAt);
  }

  /** The same, ended for good. */
  public Validity revokedAt(Instant when) {
    return new Validity(enabled, notBefore, expiresAt, when);
  }
}
