// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import static dev.latchkey.keys.LedgerException.Reason.INVALID_STATE;
import static dev.latchkey.keys.LedgerException.Reason.NOT_FOUND;
import static dev.latchkey.keys.LedgerException.Reason.ROTATION_IN_PROGRESS;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The changes of state that a key knows. Patching its other fields is the control plane's own. */
public final class KeyActions {
  /** A secret that was never used is forgotten after this long. */
  public static final Duration PENDING_LIFETIME = Duration.ofHours(24);

  /** The longest time that an old secret may live on beside the new one. */
  public static final Duration LONGEST_GRACE = Duration.ofDays(30);

  private KeyActions() {}

  /** Stops a key until it is enabled again. Doing it twice changes nothing. */
  public static KeyAction disable() {
    return action(
        "key.disable",
        (key, now, by) -> {
          requireNotRevoked(key);
          return key.validity().enabled()
              ? key.edit().enabled(new ApiKey.Stamp(now, by.id())).done(now, by)
              : key;
        });
  }

  /** Lets a disabled key work again. Doing it twice changes nothing. */
  public static KeyAction enable() {
    return action(
        "key.enable",
        (key, now, by) -> {
          requireNotRevoked(key);
          return key.validity().enabled() ? key : key.edit().enabled(null).done(now, by);
        });
  }

  /** Ends a key for good. Doing it twice changes nothing. */
  public static KeyAction revoke(@Nullable String reason) {
    return action(
        "key.revoke",
        (key, now, by) ->
            key.status(now) == KeyStatus.REVOKED
                ? key
                : key.edit().revoked(new ApiKey.Stamp(now, by.id()), reason).done(now, by));
  }

  /** Ends the old secrets of a running rotation at once; a waiting secret becomes the key's own. */
  public static KeyAction finishRotation() {
    return action(
        "key.rotate_finish",
        (key, now, by) -> {
          requireUsable(key, now);
          List<StoredSecret> live = live(key, now);
          if (live.size() < 2) {
            throw new LedgerException(INVALID_STATE, "no rotation is in progress");
          }
          List<StoredSecret> next = new ArrayList<>();
          next.add(activated(live.get(0), now));
          live.subList(1, live.size()).forEach(old -> next.add(old.endingAt(now)));
          return key.edit().secrets(next, key.hint()).done(now, by);
        });
  }

  /** Forgets a secret that nobody used yet; the one that works stays as it is. */
  public static KeyAction cancelRotation(UUID secret) {
    return action(
        "key.rotate_cancel",
        (key, now, by) -> {
          requireNotRevoked(key);
          List<StoredSecret> live = live(key, now);
          StoredSecret waiting =
              live.stream()
                  .filter(each -> each.id().equals(secret))
                  .findFirst()
                  .orElseThrow(() -> new LedgerException(NOT_FOUND, "no such rotation"));
          if (!waiting.isPending() || live.size() < 2) {
            throw new LedgerException(
                INVALID_STATE, "the secret is in use, so it cannot be taken back");
          }
          List<StoredSecret> next = new ArrayList<>(live);
          next.replaceAll(each -> each.equals(waiting) ? each.endingAt(now) : each);
          // Of secrets that were replaced before hints were kept, only the prefix is still known.
          Hint kept = live.get(1).hint();
          Hint hint = kept == null ? new Hint(key.hint().prefix(), "", "") : kept;
          return key.edit().secrets(next, hint).done(now, by);
        });
  }

  /** Replaces the secret, keeping id, limits and history. */
  public static KeyAction rotate(Rotation rotation) {
    return new RotateKey(rotation);
  }

  /**
   * A rotation to perform.
   *
   * @param grace how long the old secret lives on, 0 to 30 days
   * @param onFirstUse whether the new secret takes over, and grace starts, at its first use
   * @param force whether a rotation that is still in grace may be overtaken
   * @param expiresAt the key's new end; null keeps the present one
   */
  public record Rotation(
      UUID secretId,
      KeyDigest digest,
      Hint hint,
      Duration grace,
      boolean onFirstUse,
      boolean force,
      @Nullable Instant expiresAt) {}

  private record RotateKey(Rotation rotation) implements KeyAction {
    @Override
    public String verb() {
      return "key.rotate";
    }

    @Override
    public KeyDigest newDigest() {
      return rotation.digest();
    }

    @Override
    public ApiKey apply(ApiKey key, Instant now, Actor by) {
      requireUsable(key, now);
      List<StoredSecret> old = new ArrayList<>(live(key, now));
      // Of several, the newest alone has what the key shows.
      if (!old.isEmpty()) {
        old.set(0, old.get(0).knownBy(key.hint()));
      }
      // A retry replaces the secret that nobody used yet; it never ends the one that works.
      List<StoredSecret> next = new ArrayList<>();
      old.stream().filter(StoredSecret::isPending).forEach(s -> next.add(s.endingAt(now)));
      old.removeIf(StoredSecret::isPending);
      if (old.size() > 1 && !rotation.force()) {
        throw new LedgerException(
            ROTATION_IN_PROGRESS, "the last rotation is still in grace; finish it or use force");
      }
      next.add(0, newSecret(now));
      for (int i = 0; i < old.size(); i++) {
        boolean stays = rotation.onFirstUse() && i == 0;
        Instant end = i == 0 ? now.plus(rotation.grace()) : now;
        next.add(stays ? old.get(i) : old.get(i).endingAt(end));
      }
      KeyEdit edit = key.edit().secrets(next, rotation.hint());
      return (rotation.expiresAt() == null ? edit : edit.expiresAt(rotation.expiresAt()))
          .done(now, by);
    }

    private StoredSecret newSecret(Instant now) {
      StoredSecret secret =
          rotation.onFirstUse()
              ? StoredSecret.pending(
                  rotation.secretId(),
                  now,
                  rotation.grace().toSeconds(),
                  now.plus(PENDING_LIFETIME))
              : StoredSecret.active(rotation.secretId(), now);
      return secret.knownBy(rotation.hint());
    }
  }

  private static StoredSecret activated(StoredSecret secret, Instant now) {
    return secret.isPending()
        ? new StoredSecret(
            secret.id(), secret.createdAt(), now, null, null, secret.lastUsedAt(), secret.hint())
        : secret;
  }

  private static List<StoredSecret> live(ApiKey key, Instant now) {
    return key.secrets().stream().filter(secret -> secret.isLive(now)).toList();
  }

  private static void requireNotRevoked(ApiKey key) {
    if (key.validity().revokedAt() != null) {
      throw new LedgerException(INVALID_STATE, "the key is revoked, which is permanent");
    }
  }

  private static void requireUsable(ApiKey key, Instant now) {
    requireNotRevoked(key);
    if (key.status(now) == KeyStatus.EXPIRED) {
      throw new LedgerException(INVALID_STATE, "the key has expired; create a new one");
    }
  }

  private static KeyAction action(String verb, Step step) {
    return new KeyAction() {
      @Override
      public String verb() {
        return verb;
      }

      @Override
      public ApiKey apply(ApiKey current, Instant now, Actor by) {
        return step.apply(current, now, by);
      }
    };
  }

  @FunctionalInterface
  private interface Step {
    ApiKey apply(ApiKey key, Instant now, Actor by);
  }
}
