// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import static dev.latchkey.keys.KeyFixture.ACTOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.LedgerException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyActionsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private final KeyFixture fixture =
      KeyFixture.minted(NOW).expiresAt(NOW.plus(Duration.ofDays(90)));
  private final ApiKey key = fixture.newKey().key();

  @Test
  void disablingAndEnablingAreEachOthersOpposite() {
    ApiKey disabled = apply(KeyActions.disable(), key);
    ApiKey enabled = apply(KeyActions.enable(), disabled);

    assertThat(disabled.status(NOW)).isEqualTo(KeyStatus.DISABLED);
    assertThat(disabled.disabled()).isEqualTo(new ApiKey.Stamp(NOW, ACTOR.id()));
    assertThat(disabled.version()).isEqualTo(2);
    assertThat(enabled.status(NOW)).isEqualTo(KeyStatus.ACTIVE);
    assertThat(enabled.disabled()).isNull();
  }

  @Test
  void doingAgainWhatIsDoneGivesTheSameObject() {
    ApiKey disabled = apply(KeyActions.disable(), key);
    ApiKey revoked = apply(KeyActions.revoke("lost"), key);

    assertThat(apply(KeyActions.enable(), key)).isSameAs(key);
    assertThat(apply(KeyActions.disable(), disabled)).isSameAs(disabled);
    assertThat(apply(KeyActions.revoke("again"), revoked)).isSameAs(revoked);
  }

  @Test
  void revokingIsForEver() {
    ApiKey revoked = apply(KeyActions.revoke("lost"), key);

    assertThat(revoked.status(NOW)).isEqualTo(KeyStatus.REVOKED);
    assertThat(revoked.revokeReason()).isEqualTo("lost");
    assertThat(refusal(KeyActions.enable(), revoked)).isEqualTo(Reason.INVALID_STATE);
    assertThat(refusal(KeyActions.disable(), revoked)).isEqualTo(Reason.INVALID_STATE);
    assertThat(refusal(rotate(HOUR, false, false), revoked)).isEqualTo(Reason.INVALID_STATE);
    assertThat(refusal(KeyActions.finishRotation(), revoked)).isEqualTo(Reason.INVALID_STATE);
  }

  @Test
  void anExpiredKeyCanBeRevokedAndNotRotated() {
    ApiKey expired = key.edit().expiresAt(NOW).done(NOW, ACTOR);

    assertThat(refusal(rotate(HOUR, false, false), expired)).isEqualTo(Reason.INVALID_STATE);
    assertThat(apply(KeyActions.revoke(null), expired).status(NOW)).isEqualTo(KeyStatus.REVOKED);
  }

  @Test
  void anImmediateRotationEndsTheOldSecretAfterItsGrace() {
    ApiKey rotated = apply(rotate(HOUR, false, false), key);

    assertThat(rotated.id()).isEqualTo(key.id());
    assertThat(rotated.secrets()).hasSize(2);
    assertThat(rotated.secrets().get(0).activatedAt()).isEqualTo(NOW);
    assertThat(rotated.secrets().get(0).endsAt()).isNull();
    assertThat(rotated.secrets().get(1).endsAt()).isEqualTo(NOW.plus(HOUR));
    assertThat(rotated.validity()).isEqualTo(key.validity());
  }

  @Test
  void aRotationOnFirstUseLeavesTheOldSecretAlone() {
    ApiKey rotated = apply(rotate(HOUR, true, false), key);

    StoredSecret fresh = rotated.secrets().get(0);
    assertThat(fresh.isPending()).isTrue();
    assertThat(fresh.graceSeconds()).isEqualTo(3600);
    assertThat(fresh.endsAt()).isEqualTo(NOW.plus(KeyActions.PENDING_LIFETIME));
    assertThat(rotated.secrets().get(1)).isEqualTo(key.secrets().get(0).knownBy(key.hint()));
  }

  @Test
  void rotatingAgainReplacesAWaitingSecretAndNeverTheWorkingOne() {
    ApiKey waiting = apply(rotate(HOUR, true, false), key);

    ApiKey again = apply(rotate(HOUR, true, false), waiting);

    assertThat(again.secrets()).hasSize(3);
    assertThat(again.secrets().get(0).isPending()).isTrue();
    assertThat(again.secrets().get(1).isLive(NOW)).isFalse();
    assertThat(again.secrets().get(2)).isEqualTo(key.secrets().get(0).knownBy(key.hint()));
  }

  @Test
  void aRotationDuringGraceNeedsForce() {
    ApiKey rotated = apply(rotate(HOUR, false, false), key);

    ApiKey forced = apply(rotate(HOUR, false, true), rotated);

    assertThat(refusal(rotate(HOUR, false, false), rotated)).isEqualTo(Reason.ROTATION_IN_PROGRESS);
    assertThat(forced.secrets().stream().filter(secret -> secret.isLive(NOW))).hasSize(2);
    assertThat(forced.secrets().get(2).endsAt()).isEqualTo(NOW);
  }

  @Test
  void finishingEndsTheOldSecretAtOnceAndActivatesAWaitingOne() {
    ApiKey waiting = apply(rotate(HOUR, true, false), key);

    ApiKey finished = apply(KeyActions.finishRotation(), waiting);

    assertThat(finished.secrets().get(0).activatedAt()).isEqualTo(NOW);
    assertThat(finished.secrets().get(0).endsAt()).isNull();
    assertThat(finished.secrets().get(1).endsAt()).isEqualTo(NOW);
    assertThat(refusal(KeyActions.finishRotation(), key)).isEqualTo(Reason.INVALID_STATE);
  }

  @Test
  void graceNeverProlongsAnEndThatIsSet() {
    ApiKey rotated = apply(rotate(Duration.ofMinutes(1), false, false), key);

    ApiKey forced = apply(rotate(Duration.ofDays(1), false, true), rotated);

    assertThat(forced.secrets().get(2).endsAt()).isEqualTo(NOW);
    assertThat(forced.secrets().get(2).endingAt(NOW.plus(HOUR)).endsAt()).isEqualTo(NOW);
  }

  @Test
  void aRotationCanSetTheKeysNewEnd() {
    Instant end = NOW.plus(Duration.ofDays(365));
    KeyAction action =
        KeyActions.rotate(
            new KeyActions.Rotation(
                UUID.randomUUID(), fixture.digest(), key.hint(), HOUR, false, false, end));

    assertThat(apply(action, key).validity().expiresAt()).isEqualTo(end);
  }

  private static ApiKey apply(KeyAction action, ApiKey key) {
    return action.apply(key, NOW, ACTOR);
  }

  private static Reason refusal(KeyAction action, ApiKey key) {
    try {
      throw new AssertionError("not refused: " + action.apply(key, NOW, ACTOR));
    } catch (LedgerException refusal) {
      return refusal.reason();
    }
  }

  private static KeyAction rotate(Duration grace, boolean onFirstUse, boolean force) {
    KeyFixture next = KeyFixture.minted(NOW);
    return KeyActions.rotate(
        new KeyActions.Rotation(
            next.secretId(),
            next.digest(),
            Hint.of(next.secret(), KeyFixture.PREFIX),
            grace,
            onFirstUse,
            force,
            null));
  }
}
