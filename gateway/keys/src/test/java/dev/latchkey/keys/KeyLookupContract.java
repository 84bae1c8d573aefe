// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every {@link KeyLookup} does. The subclass says how to build one and how to fill it. */
public abstract class KeyLookupContract {
  protected abstract KeyLookup lookup();

  protected abstract void store(NewKey key);

  protected abstract void change(KeyId id, KeyAction action);

  /** The store stops answering. */
  protected abstract void goAway();

  /** The store answers again. */
  protected abstract void comeBack();

  /** The clock that the store goes by. */
  protected abstract Instant now();

  @AfterEach
  void leaveTheStoreReachable() {
    comeBack();
  }

  @Test
  void aStoredKeyIsKnownWithAllThatItsHolderMayDo() {
    Instant expiry = now().plus(Duration.ofDays(90)).truncatedTo(ChronoUnit.MICROS);
    KeyFixture key =
        KeyFixture.minted(now())
            .name("Đồng bộ CRM")
            .scopes("leads:read", "leads:create")
            .limit(new Limit("minute", 60, Duration.ofMinutes(1), 20))
            .ipAllow("203.0.113.0/24", "2001:db8::/32")
            .environment("live")
            .plan("pro")
            .quota(new Quota("day", 9, Quota.Period.DAY))
            .expiresAt(expiry);

    store(key.newKey());
    LookupResult result = Answers.of(lookup().find(key.digest()));

    assertThat(result).isInstanceOf(LookupResult.Known.class);
    KeyGrant grant = ((LookupResult.Known) result).grant();
    ApiKey stored = key.newKey().key();
    assertThat(grant)
        .usingRecursiveComparison()
        .ignoringFields("createdAt", "scopes")
        .isEqualTo(
            new KeyGrant(
                key.id(),
                key.secretId(),
                false,
                null,
                KeyFixture.TENANT,
                KeyFixture.PROFILE,
                "Đồng bộ CRM",
                "live",
                stored.scopes(),
                "pro",
                stored.limits(),
                stored.ipAllow(),
                null,
                Validity.UNLIMITED.withExpiry(expiry),
                now(),
                true,
                null,
                stored.quota()));
    assertThat(grant.scopes()).isEqualTo(stored.scopes());
    assertThat(grant.createdAt()).isEqualTo(now().truncatedTo(ChronoUnit.MICROS));
  }

  @Test
  void aKeyThatWasNeverStoredIsInvalid() {
    KeyFixture stranger = KeyFixture.minted(now());

    LookupResult result = Answers.of(lookup().find(stranger.digest()));

    assertThat(result).isInstanceOf(LookupResult.Invalid.class);
  }

  @Test
  void aRevokedKeyIsKnownAsRevokedAtALaterRevision() {
    KeyFixture key = KeyFixture.minted(now());
    store(key.newKey());
    long before = revision(Answers.of(lookup().find(key.digest())));

    change(key.id(), KeyActions.revoke("lost"));
    LookupResult after = Answers.of(lookup().find(key.digest()));

    assertThat(((LookupResult.Known) after).grant().validity().status(now()))
        .isEqualTo(KeyStatus.REVOKED);
    assertThat(revision(after)).isGreaterThan(before);
  }

  @Test
  void anInvalidAnswerCarriesTheRevisionToo() {
    long before = revision(Answers.of(lookup().find(KeyFixture.minted(now()).digest())));

    store(KeyFixture.minted(now()).newKey());
    long after = revision(Answers.of(lookup().find(KeyFixture.minted(now()).digest())));

    assertThat(after).isGreaterThan(before);
  }

  @Test
  void bothSecretsOfARotationFindTheSameKey() {
    KeyFixture key = KeyFixture.minted(now());
    KeyFixture next = KeyFixture.minted(now());
    store(key.newKey());

    change(
        key.id(),
        KeyActions.rotate(
            new KeyActions.Rotation(
                UUID.randomUUID(),
                next.digest(),
                Hint.of(next.secret(), KeyFixture.PREFIX),
                Duration.ofHours(1),
                false,
                false,
                null)));
    KeyGrant old = grant(Answers.of(lookup().find(key.digest())));
    KeyGrant fresh = grant(Answers.of(lookup().find(next.digest())));

    assertThat(old.id()).isEqualTo(key.id());
    assertThat(fresh.id()).isEqualTo(key.id());
    assertThat(old.secretEndsAt())
        .isEqualTo(now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MICROS));
    assertThat(fresh.secretEndsAt()).isNull();
    assertThat(fresh.secretPending()).isFalse();
  }

  @Test
  void aSecretThatWaitsForItsFirstUseIsKnownAsPending() {
    KeyFixture key = KeyFixture.minted(now());
    KeyFixture next = KeyFixture.minted(now());
    store(key.newKey());

    change(
        key.id(),
        KeyActions.rotate(
            new KeyActions.Rotation(
                UUID.randomUUID(),
                next.digest(),
                Hint.of(next.secret(), KeyFixture.PREFIX),
                Duration.ofHours(1),
                true,
                false,
                null)));

    assertThat(grant(Answers.of(lookup().find(next.digest()))).secretPending()).isTrue();
    assertThat(grant(Answers.of(lookup().find(key.digest()))).secretEndsAt()).isNull();
  }

  @Test
  void anUnreachableStoreIsUnknownAndNeverInvalid() {
    KeyFixture key = KeyFixture.minted(now());
    store(key.newKey());

    goAway();
    LookupResult known = Answers.of(lookup().find(key.digest()));
    LookupResult stranger = Answers.of(lookup().find(KeyFixture.minted(now()).digest()));

    assertThat(known).isInstanceOf(LookupResult.Unknown.class);
    assertThat(stranger).isInstanceOf(LookupResult.Unknown.class);
  }

  private static KeyGrant grant(LookupResult result) {
    return ((LookupResult.Known) result).grant();
  }

  private static long revision(LookupResult result) {
    if (result instanceof LookupResult.Known known) {
      return known.revision();
    }
    return ((LookupResult.Invalid) result).revision();
  }
}
