// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.Webhook;
import dev.latchkey.keys.WebhookLedger;
import dev.latchkey.keys.WebhookLedger.Attempt;
import dev.latchkey.keys.WebhookLedger.Delivery;
import dev.latchkey.keys.WebhookLedger.Due;
import dev.latchkey.keys.WebhookLedger.State;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PgWebhookQueueIT {
  private static final Tenant TENANT = KeyFixture.TENANT;
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final Attempt DELIVERED = new Attempt(true, 204, null, null);

  private StoreUnderTest store;
  private WebhookLedger ledger;
  private UUID webhook;

  @BeforeEach
  void open(TestDatabase given) {
    store = new StoreUnderTest(given.settings());
    ledger = store.store().control().webhooks();
    webhook = UUID.randomUUID();
    Answers.of(
        ledger.create(
            KeyFixture.by(TENANT),
            new Webhook(
                webhook,
                TENANT,
                "http://127.0.0.1:9/hook",
                List.of(),
                true,
                store.clock().instant(),
                "lan")));
    Answers.of(ledger.test(KeyFixture.by(TENANT), webhook));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatWasTakenIsNobodyElsesUntilItsLeaseIsOver() {
    Due taken = onlyDue();

    assertThat(due()).isEmpty();
    store.clock().advance(LEASE);
    assertThat(onlyDue().id()).isEqualTo(taken.id());
  }

  @Test
  void whatIsQueuedOnceMoreWhileItIsOnItsWayIsSentOnceMore() {
    Due onItsWay = onlyDue();
    Answers.of(ledger.redeliver(KeyFixture.by(TENANT), webhook, onItsWay.id()));

    Answers.of(ledger.ended(onItsWay, DELIVERED));

    Due again = onlyDue();
    assertThat(again.id()).isEqualTo(onItsWay.id());
    Answers.of(ledger.ended(again, DELIVERED));
    assertThat(delivery().state()).isEqualTo(State.DELIVERED);
  }

  @Test
  void whoComesBackAfterItsLeaseDoesNotUndoWhatTheNextOneTold() {
    Due late = onlyDue();
    store.clock().advance(LEASE);
    Answers.of(ledger.ended(onlyDue(), DELIVERED));

    Answers.of(ledger.ended(late, new Attempt(false, 500, "status 500", store.clock().instant())));

    assertThat(delivery().state()).isEqualTo(State.DELIVERED);
    assertThat(due()).isEmpty();
  }

  private Due onlyDue() {
    List<Due> due = due();
    assertThat(due).hasSize(1);
    return due.get(0);
  }

  private List<Due> due() {
    return Answers.of(ledger.takeDue(10, LEASE));
  }

  private Delivery delivery() {
    return Answers.of(ledger.deliveries(TENANT, webhook, 10)).get(0);
  }
}
