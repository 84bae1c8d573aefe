// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import static dev.latchkey.keys.KeyFixture.TENANT;
import static dev.latchkey.keys.KeyFixture.by;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.LedgerException.Reason;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link KeyLedger} remembers of changes, and of keys that are gone. */
public abstract class KeyAuditContract {
  protected abstract KeyLedger ledger();

  protected abstract Instant now();

  protected abstract void advance(Duration by);

  @Test
  void everyChangeLeavesAnAuditRowThatSaysWhatAndWhoAndNoSecret() {
    KeyFixture fixture = created(KeyFixture.minted(now()).name("before").scopes("leads:read"));
    Attribution by =
        new Attribution(TENANT, KeyFixture.ACTOR, "request-9", "203.0.113.9", "tidy up");

    Answers.of(ledger().change(by, fixture.id(), IfVersion.ANY, KeyFixture.renaming("after")));
    AuditEvent event = auditOf(fixture.id()).get(0);

    assertThat(event.action()).isEqualTo("key.update");
    assertThat(event.actor()).isEqualTo(KeyFixture.ACTOR);
    assertThat(event.requestId()).isEqualTo("request-9");
    assertThat(event.address()).isEqualTo("203.0.113.9");
    assertThat(event.reason()).isEqualTo("tidy up");
    assertThat(event.outcome()).isEqualTo("success");
    assertThat(event.targetId()).isEqualTo(fixture.id().toString());
    assertThat(event.changes())
        .containsExactly(Map.entry("name", new AuditEvent.Change("before", "after")));
    assertThat(auditOf(fixture.id()).toString())
        .doesNotContain(fixture.secret().reveal())
        .doesNotContain(HexFormat.of().formatHex(fixture.digest().toBytes()));
  }

  @Test
  void onlyADeadKeyIsPurgedAndItsAuditRowsStay() {
    KeyFixture fixture = created(KeyFixture.minted(now()));

    Future<Void> alive = ledger().purge(by(TENANT), fixture.id(), IfVersion.ANY);
    Answers.refusalOf(alive);
    Answers.of(ledger().change(by(TENANT), fixture.id(), IfVersion.ANY, KeyActions.revoke(null)));
    Answers.of(ledger().purge(by(TENANT), fixture.id(), IfVersion.ANY));

    assertThat(Answers.refusalOf(alive)).isEqualTo(Reason.INVALID_STATE);
    assertThat(Answers.refusalOf(ledger().read(TENANT, fixture.id()))).isEqualTo(Reason.NOT_FOUND);
    assertThat(auditOf(fixture.id()))
        .extracting(AuditEvent::action)
        .containsExactly("key.purge", "key.revoke", "key.create");
  }

  @Test
  void aKeyIsPurgedAtTheVersionThatWasMeant() {
    KeyFixture fixture = created(KeyFixture.minted(now()));
    Answers.of(ledger().change(by(TENANT), fixture.id(), IfVersion.ANY, KeyActions.revoke(null)));

    Future<Void> outdated = ledger().purge(by(TENANT), fixture.id(), IfVersion.of(1));
    Answers.refusalOf(outdated);
    Answers.of(ledger().purge(by(TENANT), fixture.id(), IfVersion.of(2)));

    assertThat(Answers.refusalOf(outdated)).isEqualTo(Reason.PRECONDITION_FAILED);
    assertThat(Answers.refusalOf(ledger().read(TENANT, fixture.id()))).isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void anExpiredKeyCanBePurged() {
    KeyFixture fixture =
        created(KeyFixture.minted(now()).expiresAt(now().plus(Duration.ofDays(1))));
    advance(Duration.ofDays(1));

    Answers.of(ledger().purge(by(TENANT), fixture.id(), IfVersion.ANY));

    assertThat(Answers.refusalOf(ledger().read(TENANT, fixture.id()))).isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void auditRowsArePagedNewestFirstAndOfOneTenant() {
    KeyFixture fixture = created(KeyFixture.minted(now()));
    for (int i = 0; i < 4; i++) {
      advance(Duration.ofSeconds(1));
      Answers.of(
          ledger()
              .change(by(TENANT), fixture.id(), IfVersion.ANY, KeyFixture.renaming("name " + i)));
    }

    Page<AuditEvent> first = Answers.of(ledger().audit(TENANT, audit(fixture.id(), null, 3)));
    Page<AuditEvent> second =
        Answers.of(ledger().audit(TENANT, audit(fixture.id(), first.rows().get(2), 3)));
    Page<AuditEvent> stranger =
        Answers.of(ledger().audit(new Tenant("stranger"), audit(fixture.id(), null, 3)));

    assertThat(first.hasMore()).isTrue();
    assertThat(first.rows()).extracting(AuditEvent::action).containsOnly("key.update");
    assertThat(second.hasMore()).isFalse();
    assertThat(second.rows())
        .extracting(AuditEvent::action)
        .containsExactly("key.update", "key.create");
    assertThat(stranger.rows()).isEmpty();
  }

  private KeyFixture created(KeyFixture fixture) {
    Answers.of(ledger().create(by(TENANT), fixture.newKey()));
    return fixture;
  }

  private List<AuditEvent> auditOf(KeyId id) {
    return Answers.of(ledger().audit(TENANT, audit(id, null, 100))).rows();
  }

  private static AuditQuery audit(KeyId id, @Nullable AuditEvent after, int limit) {
    return new AuditQuery(
        id.toString(),
        null,
        null,
        null,
        null,
        after == null ? null : after.time(),
        after == null ? null : after.id(),
        limit);
  }
}
