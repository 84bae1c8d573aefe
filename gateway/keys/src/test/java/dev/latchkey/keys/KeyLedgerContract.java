// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import static dev.latchkey.keys.KeyFixture.TENANT;
import static dev.latchkey.keys.KeyFixture.by;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.LedgerException.Reason;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link KeyLedger} does with one key. The subclass says how to build one. */
public abstract class KeyLedgerContract {
  protected abstract KeyLedger ledger();

  protected abstract Instant now();

  /** Makes the ledger's clock move. */
  protected abstract void advance(Duration by);

  /** Makes a consumer exist. */
  protected abstract Consumer consumer(Tenant tenant, String externalId);

  @Test
  void aCreatedKeyIsReadBackAsItWas() {
    Consumer consumer = consumer(TENANT, "hubspot-" + UUID.randomUUID());
    KeyFixture fixture =
        KeyFixture.minted(now())
            .name("Đồng bộ CRM")
            .scopes("leads:read", "leads:create")
            .limit(new Limit("minute", 60, Duration.ofMinutes(1), 20))
            .quota(new Quota("month", 7_000_000_000L, Quota.Period.MONTH))
            .tags("crm", "nightly")
            .ipAllow("203.0.113.0/24")
            .metadata(Map.of("team", "sales", "cost", 12))
            .environment("live")
            .plan("pro")
            .consumer(new Consumer(consumer.id(), ""));

    ApiKey created = Answers.of(ledger().create(by(TENANT), fixture.newKey()));
    ApiKey read = Answers.of(ledger().read(TENANT, fixture.id()));

    assertThat(read).isEqualTo(created);
    assertThat(read.consumer()).isEqualTo(consumer);
    assertThat(read)
        .usingRecursiveComparison()
        .ignoringFields("consumer")
        .isEqualTo(fixture.newKey().key());
  }

  @Test
  void anotherTenantsKeyIsNotFound() {
    KeyFixture fixture = created(KeyFixture.minted(now()));
    Tenant stranger = new Tenant("stranger");

    Future<ApiKey> read = ledger().read(stranger, fixture.id());
    Future<?> change =
        ledger().change(by(stranger), fixture.id(), IfVersion.ANY, KeyActions.disable());
    Future<?> purge = ledger().purge(by(stranger), fixture.id(), IfVersion.ANY);

    assertThat(Answers.refusalOf(read)).isEqualTo(Reason.NOT_FOUND);
    assertThat(Answers.refusalOf(change)).isEqualTo(Reason.NOT_FOUND);
    assertThat(Answers.refusalOf(purge)).isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void aSecretThatIsInUseIsRefused() {
    NewKey first = KeyFixture.minted(now()).newKey();
    Answers.of(ledger().create(by(TENANT), first));

    NewKey second = KeyFixture.minted(now()).newKey();
    Future<ApiKey> again =
        ledger().create(by(TENANT), new NewKey(second.key(), first.digest(), false, false));

    assertThat(Answers.refusalOf(again)).isEqualTo(Reason.DUPLICATE_SECRET);
    assertThat(Answers.refusalOf(ledger().read(TENANT, second.key().id())))
        .isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void anUnknownConsumerIsRefused() {
    Consumer others = consumer(new Tenant("stranger"), "hubspot-" + UUID.randomUUID());

    Future<ApiKey> answer =
        ledger().create(by(TENANT), KeyFixture.minted(now()).consumer(others).newKey());

    assertThat(Answers.refusalOf(answer)).isEqualTo(Reason.UNKNOWN_CONSUMER);
  }

  @Test
  void aUniqueNameIsTakenUntilItsKeyIsRevoked() {
    String name = "only one " + UUID.randomUUID();
    KeyFixture first = created(KeyFixture.minted(now()).name(name).uniqueName());

    Future<ApiKey> second =
        ledger().create(by(TENANT), KeyFixture.minted(now()).name(name).uniqueName().newKey());
    Future<ApiKey> otherProfile =
        ledger()
            .create(
                by(TENANT),
                KeyFixture.minted(now()).name(name).profile("inbox").uniqueName().newKey());

    assertThat(Answers.refusalOf(second)).isEqualTo(Reason.NAME_TAKEN);
    assertThat(Answers.of(otherProfile).name()).isEqualTo(name);
    Answers.of(change(first, KeyActions.revoke(null)));
    created(KeyFixture.minted(now()).name(name).uniqueName());
  }

  @Test
  void ofTwoCreationsOfOneUniqueNameOneIsRefused() {
    String name = "raced " + UUID.randomUUID();

    Future<ApiKey> one =
        ledger().create(by(TENANT), KeyFixture.minted(now()).name(name).uniqueName().newKey());
    Future<ApiKey> two =
        ledger().create(by(TENANT), KeyFixture.minted(now()).name(name).uniqueName().newKey());
    Answers.of(one.transform(done -> two.transform(other -> Future.succeededFuture(""))));

    assertThat(List.of(one.succeeded(), two.succeeded())).containsExactlyInAnyOrder(true, false);
    assertThat(Answers.refusalOf(one.succeeded() ? two : one)).isEqualTo(Reason.NAME_TAKEN);
  }

  @Test
  void aChangeCountsTheVersionAndTellsItsRevision() {
    KeyFixture fixture = created(KeyFixture.minted(now()));

    HeldKeys.Changed disabled =
        Answers.of(
            ledger().change(by(TENANT), fixture.id(), IfVersion.of(1), KeyActions.disable()));
    HeldKeys.Changed enabled =
        Answers.of(ledger().change(by(TENANT), fixture.id(), IfVersion.of(2), KeyActions.enable()));

    assertThat(disabled.key().status(now())).isEqualTo(KeyStatus.DISABLED);
    assertThat(disabled.key().disabled()).isNotNull();
    assertThat(enabled.key().status(now())).isEqualTo(KeyStatus.ACTIVE);
    assertThat(enabled.key().version()).isEqualTo(3);
    assertThat(enabled.revision()).isGreaterThan(disabled.revision());
  }

  @Test
  void aChangeOfAnOutdatedVersionIsRefused() {
    KeyFixture fixture = created(KeyFixture.minted(now()));
    Answers.of(change(fixture, KeyActions.disable()));

    Future<?> outdated =
        ledger().change(by(TENANT), fixture.id(), IfVersion.of(1), KeyActions.revoke(null));

    assertThat(Answers.refusalOf(outdated)).isEqualTo(Reason.PRECONDITION_FAILED);
    assertThat(Answers.of(ledger().read(TENANT, fixture.id())).validity().revokedAt()).isNull();
  }

  @Test
  void doingAgainWhatIsDoneWritesNothing() {
    KeyFixture fixture = created(KeyFixture.minted(now()));
    HeldKeys.Changed first = Answers.of(change(fixture, KeyActions.revoke("lost")));
    advance(Duration.ofMinutes(1));

    HeldKeys.Changed second = Answers.of(change(fixture, KeyActions.revoke("again")));

    assertThat(second.key()).isEqualTo(first.key());
    assertThat(second.key().revokeReason()).isEqualTo("lost");
    assertThat(auditOf(fixture.id()))
        .extracting(AuditEvent::action)
        .containsExactly("key.revoke", "key.create");
  }

  @Test
  void concurrentChangesOfOneKeyAreBothKept() {
    KeyFixture fixture = created(KeyFixture.minted(now()));

    Future<?> rename = change(fixture, KeyFixture.renaming("renamed"));
    Future<?> disable = change(fixture, KeyActions.disable());
    Answers.of(Future.join(rename, disable));
    ApiKey both = Answers.of(ledger().read(TENANT, fixture.id()));

    assertThat(both.name()).isEqualTo("renamed");
    assertThat(both.validity().enabled()).isFalse();
    assertThat(both.version()).isEqualTo(3);
  }

  @Test
  void aRefusedActionChangesNothing() {
    KeyFixture fixture = created(KeyFixture.minted(now()));
    Answers.of(change(fixture, KeyActions.revoke(null)));

    Future<?> enable = change(fixture, KeyActions.enable());

    assertThat(Answers.refusalOf(enable)).isEqualTo(Reason.INVALID_STATE);
    assertThat(auditOf(fixture.id())).hasSize(2);
  }

  @Test
  void aRotationKeepsTheOldSecretForItsGrace() {
    KeyFixture fixture = created(KeyFixture.minted(now()));
    KeyFixture next = KeyFixture.minted(now());

    ApiKey rotated = Answers.of(change(fixture, rotation(next, Duration.ofHours(1)))).key();
    advance(Duration.ofHours(1));
    ApiKey later = Answers.of(ledger().read(TENANT, fixture.id()));

    assertThat(rotated.secrets()).hasSize(2);
    assertThat(rotated.secrets().get(1).id()).isEqualTo(fixture.secretId());
    assertThat(rotated.hint()).isEqualTo(Hint.of(next.secret(), KeyFixture.PREFIX));
    assertThat(later.secrets()).containsExactly(rotated.secrets().get(0));
  }

  @Test
  void aRotationToASecretInUseIsRefusedAndChangesNothing() {
    KeyFixture fixture = created(KeyFixture.minted(now()));
    KeyFixture other = created(KeyFixture.minted(now()));

    Future<?> answer = change(fixture, rotation(other, Duration.ZERO));

    assertThat(Answers.refusalOf(answer)).isEqualTo(Reason.DUPLICATE_SECRET);
    assertThat(Answers.of(ledger().read(TENANT, fixture.id())).version()).isEqualTo(1);
  }

  private Future<HeldKeys.Changed> change(KeyFixture fixture, KeyAction action) {
    return ledger().change(by(TENANT), fixture.id(), IfVersion.ANY, action);
  }

  private KeyFixture created(KeyFixture fixture) {
    Answers.of(ledger().create(by(TENANT), fixture.newKey()));
    return fixture;
  }

  private List<AuditEvent> auditOf(KeyId id) {
    AuditQuery query = new AuditQuery(id.toString(), null, null, null, null, null, null, 100);
    return Answers.of(ledger().audit(TENANT, query)).rows();
  }

  private static KeyAction rotation(KeyFixture next, Duration grace) {
    return KeyActions.rotate(
        new KeyActions.Rotation(
            UUID.randomUUID(),
            next.digest(),
            Hint.of(next.secret(), KeyFixture.PREFIX),
            grace,
            false,
            false,
            null));
  }
}
