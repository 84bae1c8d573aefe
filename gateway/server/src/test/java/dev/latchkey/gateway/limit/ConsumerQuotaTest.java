// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authenticate.KeyStates;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.Quota;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Quotas that the keys of a consumer use up together. */
class ConsumerQuotaTest extends QuotaScene {
  @Test
  void keysOfOneConsumerUseUpItsPlansQuotaTogetherOnAllNodes() {
    UUID consumer = UUID.randomUUID();
    List<Quota> quotas = List.of(quota("month", 100, Quota.Period.MONTH));
    KeyState first = KeyStates.sharingQuotas(consumer, quotas, 1_000);
    KeyState second = KeyStates.sharingQuotas(consumer, quotas, 1_000);
    int admitted = 0;

    for (int call = 0; call < 150; call++) {
      admitted += admits(call % 3 == 0 ? one : two, call % 2 == 0 ? first : second) ? 1 : 0;
    }
    Decision now = refusalOf(first);

    assertThat(admitted).isEqualTo(100);
    assertThat(now.standings())
        .extracting(Decision.Standing::name)
        .containsExactly("day", "consumer-month");
    assertThat(now.policy())
        .isEqualTo("\"day\";q=1000;w=86400, \"consumer-month\";q=100;w=2592000");
  }

  @Test
  void aCallThatTheConsumersQuotaRefusesCostsTheKeysOwnNothing() {
    UUID consumer = UUID.randomUUID();
    List<Quota> quotas = List.of(quota("month", 5, Quota.Period.MONTH));
    KeyState first = KeyStates.sharingQuotas(consumer, quotas, 10);
    KeyState second = KeyStates.sharingQuotas(consumer, quotas, 10);
    spend(one, first, 5);

    assertThat(spend(one, second, 5)).isZero();

    Decision now = refusalOf(second);
    assertThat(now.standings().get(0).remaining()).isEqualTo(10);
    assertThat(now.standings().get(1).violated()).isTrue();
  }

  @Test
  void aCallThatTheKeysOwnQuotaRefusesCostsItsConsumerNothing() {
    UUID consumer = UUID.randomUUID();
    List<Quota> quotas = List.of(quota("month", 5, Quota.Period.MONTH));
    KeyState first = KeyStates.sharingQuotas(consumer, quotas, 1);

    assertThat(spend(one, first, 5)).isEqualTo(1);
    Answers.of(one.giveBackAll().map(done -> true));

    assertThat(spend(two, KeyStates.sharingQuotas(consumer, quotas, 10), 10)).isEqualTo(4);
  }
}
