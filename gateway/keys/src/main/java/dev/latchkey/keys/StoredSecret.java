// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One of a key's secrets, without the secret: at most two are live during a rotation.
 *
 * @param id names the secret in the record of its last use
 * @param createdAt when it was minted
 * @param activatedAt since when it is the key's own; null while it waits for its first use
 * @param endsAt first instant at which it no longer works; null for as long as the key does
 * @param graceSeconds for a waiting secret: how long its predecessor lives on after the first use
 * @param lastUsedAt to the minute; null for never
 * @param hint how it is recognised; null while that is the key's own hint
 */
public record StoredSecret(
    UUID id,
    Instant createdAt,
    @Nullable Instant activatedAt,
    @Nullable Instant endsAt,
    @Nullable Long graceSeconds,
    @Nullable Instant lastUsedAt,
    @Nullable Hint hint) {

  /** A secret that works from now on. */
  public static StoredSecret active(UUID id, Instant now) {
    return new StoredSecret(id, now, now, null, null, null, null);
  }

  /** A secret that takes over at its first use, if that comes before the deadline. */
  public static StoredSecret pending(UUID id, Instant now, long graceSeconds, Instant deadline) {
    return new StoredSecret(id, now, null, deadline, graceSeconds, null, null);
  }

  /** Whether it waits for its first use to take over. */
  public boolean isPending() {
    return activatedAt == null;
  }

  /** Whether a call with it may still pass. */
  public boolean isLive(Instant now) {
    return endsAt == null || now.isBefore(endsAt);
  }

  /** The same, ending then at the latest. */
  public StoredSecret endingAt(Instant instant) {
    return endsAt != null && endsAt.isBefore(instant)
        ? this
        : new StoredSecret(id, createdAt, activatedAt, instant, graceSeconds, lastUsedAt, hint);
  }

  /** With its own hint, now that its key has, or will have, another secret. */
  StoredSecret knownBy(Hint own) {
    return hint != null
        ? this
        : new StoredSecret(id, createdAt, activatedAt, endsAt, graceSeconds, lastUsedAt, own);
  }
}
