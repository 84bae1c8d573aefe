// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import static dev.latchkey.keys.KeyFixture.TENANT;
import static dev.latchkey.keys.KeyFixture.by;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.KeyActivity.SecretUse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link KeyActivity} does. The subclass builds it beside a ledger and a look-up. */
public abstract class KeyActivityContract {
  protected abstract KeyActivity activity();

  protected abstract KeyLedger ledger();

  protected abstract KeyLookup lookup();

  protected abstract Instant now();

  protected abstract void advance(Duration by);

  @Test
  void aUseIsSeenOnTheKeyAndOnItsSecret() {
    KeyFixture key = created();
    boolean before = grant(key.digest()).neverUsed();

    record(key, minute());
    ApiKey used = Answers.of(ledger().read(TENANT, key.id()));

    assertThat(before).isTrue();
    assertThat(used.lastUsedAt()).isEqualTo(minute());
    assertThat(used.secrets().get(0).lastUsedAt()).isEqualTo(minute());
    assertThat(grant(key.digest()).neverUsed()).isFalse();
  }

  @Test
  void timesOnlyMoveForward() {
    KeyFixture key = created();
    record(key, minute().plus(Duration.ofMinutes(5)));

    record(key, minute());

    assertThat(Answers.of(ledger().read(TENANT, key.id())).lastUsedAt())
        .isEqualTo(minute().plus(Duration.ofMinutes(5)));
  }

  @Test
  void theLatestOfOneBatchCounts() {
    KeyFixture key = created();
    Instant later = minute().plus(Duration.ofMinutes(1));

    Answers.of(
        activity()
            .record(
                List.of(
                    new SecretUse(key.id(), key.secretId(), later),
                    new SecretUse(key.id(), key.secretId(), minute()))));

    assertThat(Answers.of(ledger().read(TENANT, key.id())).lastUsedAt()).isEqualTo(later);
  }

  @Test
  void aUseIsNoChangeOfTheKey() {
    KeyFixture key = created();
    long before = ((LookupResult.Known) Answers.of(lookup().find(key.digest()))).revision();

    record(key, minute());

    LookupResult.Known after = (LookupResult.Known) Answers.of(lookup().find(key.digest()));
    assertThat(after.revision()).isEqualTo(before);
    assertThat(Answers.of(ledger().read(TENANT, key.id())).version()).isEqualTo(1);
  }

  @Test
  void usesOfKeysThatAreGoneAreDropped() {
    KeyFixture key = created();
    KeyFixture stranger = KeyFixture.minted(now());

    Answers.of(
        activity()
            .record(
                List.of(
                    new SecretUse(stranger.id(), stranger.secretId(), minute()),
                    new SecretUse(key.id(), key.secretId(), minute()))));

    assertThat(Answers.of(ledger().read(TENANT, key.id())).lastUsedAt()).isEqualTo(minute());
  }

  @Test
  void manyUsesAreOneBatch() {
    List<SecretUse> uses = new ArrayList<>();
    KeyFixture key = created();
    uses.add(new SecretUse(key.id(), key.secretId(), minute()));
    for (int i = 0; i < 6_000; i++) {
      uses.add(new SecretUse(new KeyId(UUID.randomUUID()), UUID.randomUUID(), minute()));
    }

    Answers.of(activity().record(uses));

    assertThat(Answers.of(ledger().read(TENANT, key.id())).lastUsedAt()).isEqualTo(minute());
  }

  @Test
  void nothingToRecordIsFine() {
    Answers.of(activity().record(List.of()));
  }

  @Test
  void theFirstUseOfAWaitingSecretActivatesItAndStartsTheGraceOfTheOld() {
    KeyFixture key = created();
    KeyFixture next = rotatedOnFirstUse(key, Duration.ofHours(1));
    advance(Duration.ofHours(2));

    Answers.of(activity().record(List.of(new SecretUse(key.id(), next.secretId(), minute()))));
    KeyGrant fresh = grant(next.digest());
    KeyGrant old = grant(key.digest());

    assertThat(fresh.secretPending()).isFalse();
    assertThat(fresh.secretEndsAt()).isNull();
    assertThat(old.secretEndsAt())
        .isEqualTo(now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MICROS));
  }

  @Test
  void anActivationIsAChangeWithAnAuditRowByTheSystem() {
    KeyFixture key = created();
    KeyFixture next = rotatedOnFirstUse(key, Duration.ZERO);
    long before = Answers.of(ledger().read(TENANT, key.id())).version();
    long revision = ((LookupResult.Known) Answers.of(lookup().find(key.digest()))).revision();

    Answers.of(activity().record(List.of(new SecretUse(key.id(), next.secretId(), minute()))));
    Answers.of(activity().record(List.of(new SecretUse(key.id(), next.secretId(), minute()))));

    List<AuditEvent> audit =
        Answers.of(
                ledger()
                    .audit(
                        TENANT,
                        new AuditQuery(
                            key.id().toString(),
                            "key.rotate_activate",
                            null,
                            null,
                            null,
                            null,
                            null,
                            10)))
            .rows();
    assertThat(audit)
        .singleElement()
        .extracting(event -> event.actor().type())
        .isEqualTo(Actor.Type.SYSTEM);
    assertThat(Answers.of(ledger().read(TENANT, key.id())).version()).isEqualTo(before + 1);
    assertThat(((LookupResult.Known) Answers.of(lookup().find(key.digest()))).revision())
        .isGreaterThan(revision);
  }

  @Test
  void aWaitingSecretThatWasReplacedStaysDead() {
    KeyFixture key = created();
    KeyFixture replaced = rotatedOnFirstUse(key, Duration.ZERO);
    rotatedOnFirstUse(key, Duration.ZERO);

    Answers.of(activity().record(List.of(new SecretUse(key.id(), replaced.secretId(), minute()))));

    assertThat(grant(replaced.digest()).secretEndsAt()).isBeforeOrEqualTo(now());
    assertThat(grant(key.digest()).secretEndsAt()).isNull();
  }

  private KeyFixture created() {
    KeyFixture key = KeyFixture.minted(now());
    Answers.of(ledger().create(by(TENANT), key.newKey()));
    return key;
  }

  private KeyFixture rotatedOnFirstUse(KeyFixture key, Duration grace) {
    KeyFixture next = KeyFixture.minted(now());
    Answers.of(
        ledger()
            .change(
                by(TENANT),
                key.id(),
                IfVersion.ANY,
                KeyActions.rotate(
                    new KeyActions.Rotation(
                        next.secretId(),
                        next.digest(),
                        Hint.of(next.secret(), KeyFixture.PREFIX),
                        grace,
                        true,
                        false,
                        null))));
    return next;
  }

  private void record(KeyFixture key, Instant at) {
    Answers.of(activity().record(List.of(new SecretUse(key.id(), key.secretId(), at))));
  }

  private KeyGrant grant(KeyDigest digest) {
    return ((LookupResult.Known) Answers.of(lookup().find(digest))).grant();
  }

  private Instant minute() {
    return now().truncatedTo(ChronoUnit.MINUTES);
  }
}
