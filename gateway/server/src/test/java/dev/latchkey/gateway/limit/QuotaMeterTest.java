// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.Quota;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuotaMeterTest extends QuotaScene {
  @Test
  void twoNodesTogetherAdmitTheQuotaAndNotOneCallMore() {
    KeyState key = key(quota("day", 1_000, Quota.Period.DAY));
    int admitted = 0;

    for (int call = 0; call < 1_500; call++) {
      admitted += admits(call % 3 == 0 ? one : two, key) ? 1 : 0;
    }

    assertThat(admitted).isEqualTo(1_000);
  }

  @Test
  void aMillionCallsAskTheStoreLessThanAHundredTimes() {
    KeyState key = key(quota("month", 1_000_000, Quota.Period.MONTH));

    for (int call = 0; call < 1_000_000; call++) {
      assertThat(admits(one, key)).isTrue();
    }

    assertThat(store.statements()).isLessThan(100);
    assertThat(admits(one, key)).isFalse();
  }

  @Test
  void aDayBeginsAtMidnightUtc() {
    KeyState key = key(quota("day", 3, Quota.Period.DAY));
    spend(one, key, 3);
    assertThat(admits(one, key)).isFalse();

    pass(Duration.ofHours(16).minusMillis(1));
    assertThat(admits(one, key)).isFalse();
    pass(Duration.ofMillis(1));

    assertThat(admits(one, key)).isTrue();
  }

  @Test
  void aMonthIsTheCalendarsOwn() {
    KeyState key = key(quota("month", 2, Quota.Period.MONTH));
    spend(one, key, 2);

    pass(Duration.ofDays(8).plusHours(15));
    assertThat(admits(one, key)).isFalse();
    pass(Duration.ofHours(1));

    assertThat(admits(one, key)).isTrue();
  }

  @Test
  void anotherNodeCanSpendWhatAnIdleOneGaveBack() {
    KeyState key = key(quota("day", 40, Quota.Period.DAY));
    spend(one, key, 1);

    Answers.of(one.giveBackIdle().map(done -> true));
    Answers.of(one.giveBackIdle().map(done -> true));

    assertThat(spend(two, key, 50)).isEqualTo(39);
  }

  @Test
  void whileTheStoreIsAwayWhatIsHeldIsSpentAndThenNothingIsKnown() {
    KeyState key = key(quota("day", 1_000, Quota.Period.DAY));
    assertThat(admits(one, key)).isTrue();
    store.away(true);

    int spent = 0;
    while (one.of(key, PLAIN).spend(clock.millis(), nanos.getAsLong())
        == HeldQuotas.Verdict.SPENT) {
      spent++;
    }

    assertThat(spent).isEqualTo(15);
    Throwable fault = Answers.faultOf(one.ask(one.of(key, PLAIN)));
    assertThat(fault).hasMessageContaining("away");
    assertThat(one.degraded()).isTrue();
    assertThat(one.of(key, PLAIN).look(clock.millis(), nanos.getAsLong()))
        .isEqualTo(HeldQuotas.Verdict.UNKNOWN);
  }

  @Test
  void itCountsAgainOnceTheStoreIsBack() {
    KeyState key = key(quota("day", 1_000, Quota.Period.DAY));
    store.away(true);
    Answers.faultOf(one.ask(quotasOf(one, key)));
    store.away(false);
    pass(Duration.ofSeconds(1));

    assertThat(admits(one, key)).isTrue();
    assertThat(one.degraded()).isFalse();
  }

  @Test
  void aCallThatOneQuotaRefusesCostsTheOtherNothing() {
    KeyState key = key(quota("day", 1, Quota.Period.DAY), quota("month", 100, Quota.Period.MONTH));
    spend(one, key, 10);

    Decision now = refusalOf(key);

    assertThat(now.standings()).extracting(Decision.Standing::remaining).containsExactly(0L, 99L);
    assertThat(now.standings())
        .extracting(Decision.Standing::violated)
        .containsExactly(true, false);
    assertThat(now.policy()).isEqualTo("\"day\";q=1;w=86400, \"month\";q=100;w=2592000");
  }

  @Test
  void aNodeThatStartsAnewGoesOnWhereItStopped() {
    KeyState key = key(quota("day", 100, Quota.Period.DAY));
    spend(one, key, 30);
    Answers.of(one.giveBackAll().map(done -> true));

    QuotaMeter restarted = new QuotaMeter(store, 1_000, clock, nanos);

    assertThat(spend(restarted, key, 100)).isEqualTo(70);
  }

  @Test
  void whatWasHeldOfAQuotaThatWasChangedGoesBack() {
    KeyState before = key(quota("day", 40, Quota.Period.DAY));
    spend(one, before, 1);
    KeyState after = key(quota("day", 50, Quota.Period.DAY));
    spend(one, after, 1);

    Answers.of(one.giveBackAll().map(done -> true));

    assertThat(spend(two, after, 100)).isEqualTo(48);
  }

  @Test
  void aPermitThatComesBackAfterMidnightIsNoneOfTheNewDay() {
    KeyState key = key(quota("day", 3, Quota.Period.DAY));
    assertThat(admits(one, key)).isTrue();
    KeyQuotas refused = one.of(key, PLAIN);
    long spentMillis = clock.millis();
    assertThat(refused.spend(spentMillis, nanos.getAsLong())).isEqualTo(HeldQuotas.Verdict.SPENT);
    pass(Duration.ofHours(16));
    int early = spend(one, key, 1);

    refused.unspend(spentMillis);

    assertThat(early + spend(one, key, 9)).isEqualTo(3);
  }

  @Test
  void aPermitOfAQuotaThatWasChangedMeanwhileIsNoneOfTheNewOne() {
    KeyState before = key(quota("day", 3, Quota.Period.DAY));
    assertThat(admits(one, before)).isTrue();
    KeyQuotas refused = one.of(before, PLAIN);
    assertThat(refused.spend(clock.millis(), nanos.getAsLong()))
        .isEqualTo(HeldQuotas.Verdict.SPENT);
    KeyState after = key(quota("month", 5, Quota.Period.MONTH));
    int early = spend(one, after, 1);

    refused.unspend(clock.millis());

    assertThat(early + spend(one, after, 9)).isEqualTo(5);
  }
}
