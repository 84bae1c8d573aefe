// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.TestNanos;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authenticate.KeyStates;
import dev.latchkey.gateway.identify.Routes;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.SharedLimits;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LocalLimiterTest extends LimiterContract {
  private final TestNanos nanos = new TestNanos();
  private final Limiter limiter = new LocalLimiter(1_000, nanos);

  @Override
  Limiter limiter() {
    return limiter;
  }

  @Override
  void pass(Duration time) {
    nanos.advance(time);
  }

  @Test
  void aMonthIsRemembered() {
    KeyState key =
        KeyStates.limited(new KeyId(UUID.randomUUID()), limit("month", 1, 31 * 86_400, null));
    limiter.ask(key, Routes.limited("r"));

    nanos.advance(Duration.ofDays(31).minusSeconds(1));

    assertThat(limiter.ask(key, Routes.limited("r")).admitted()).isFalse();
  }

  @Test
  void whatAKeyInConstantUseHasUsedUpIsRememberedOverItsNextRotation() {
    KeyId id = new KeyId(UUID.randomUUID());
    KeyState before = KeyStates.limited(id, limit("month", 50, 31 * 86_400, null));
    for (int day = 0; day < 40; day++) {
      limiter.ask(before, Routes.limited("r"));
      nanos.advance(Duration.ofDays(1));
    }

    KeyState rotated = KeyStates.limited(id, limit("month", 50, 31 * 86_400, null));

    assertThat(limiter.look(rotated, Routes.limited("r")).standings().get(0).remaining())
        .isEqualTo(limiter.look(before, Routes.limited("r")).standings().get(0).remaining())
        .isEqualTo(41);
  }

  @Test
  void aRefusalAtTheTurnOfTheWindowStillNamesItsLimit() {
    AtomicLong ticks = new AtomicLong();
    Limiter restless = new LocalLimiter(1_000, () -> ticks.addAndGet(100_000_000));
    KeyState key = KeyStates.limited(new KeyId(UUID.randomUUID()), limit("second", 1, 1, null));

    for (int i = 0; i < 1_000; i++) {
      Decision decision = restless.ask(key, Routes.limited("r"));
      assertThat(decision.standings().get(0).violated()).isEqualTo(!decision.admitted());
      assertThat(decision.standings().get(0).resetSeconds()).isEqualTo(1);
    }
  }

  @Test
  void aClockThatBeginsBelowZeroIsAClock() {
    AtomicLong time = new AtomicLong(Long.MIN_VALUE + 5);
    Limiter early = new LocalLimiter(1_000, time::get);
    KeyState key = KeyStates.limited(new KeyId(UUID.randomUUID()), limit("second", 1, 1, null));

    assertThat(early.ask(key, Routes.limited("r")).admitted()).isTrue();
    assertThat(early.ask(key, Routes.limited("r")).admitted()).isFalse();
    time.addAndGet(1_000_000_000);
    assertThat(early.ask(key, Routes.limited("r")).admitted()).isTrue();
  }

  @Test
  void aThreadThatReadTheClockJustBeforeTheTurnOfTheWindowTakesNothingFromTheNext() {
    AtomicLong time = new AtomicLong();
    Limiter shared = new LocalLimiter(1_000, time::get);
    KeyState key = KeyStates.limited(new KeyId(UUID.randomUUID()), limit("second", 10, 1, null));
    shared.ask(key, Routes.limited("r"));
    time.set(1_000_000_000);
    shared.ask(key, Routes.limited("r"));

    time.decrementAndGet();
    Decision late = shared.ask(key, Routes.limited("r"));

    assertThat(late.admitted()).isTrue();
    assertThat(late.standings().get(0).remaining()).isEqualTo(8);
  }

  @Test
  void keysOfOneConsumerUseUpItsLimitTogetherAllOrNothing() {
    SharedLimits shared =
        new SharedLimits(UUID.randomUUID(), null, List.of(limit("minute", 3, 60, null)));
    KeyState first = KeyStates.sharing(shared, limit("minute", 2, 60, null));
    KeyState second = KeyStates.sharing(shared, limit("minute", 2, 60, null));

    assertThat(limiter.ask(first, Routes.limited("r")).admitted()).isTrue();
    assertThat(limiter.ask(first, Routes.limited("r")).admitted()).isTrue();
    Decision ownUsedUp = limiter.ask(first, Routes.limited("r"));
    assertThat(limiter.ask(second, Routes.limited("r")).admitted()).isTrue();
    Decision sharedUsedUp = limiter.ask(second, Routes.limited("r"));

    assertThat(ownUsedUp.standings())
        .extracting(Decision.Standing::name)
        .containsExactly("minute", "consumer-minute");
    assertThat(ownUsedUp.standings())
        .extracting(Decision.Standing::violated)
        .containsExactly(true, false);
    assertThat(sharedUsedUp.standings())
        .extracting(Decision.Standing::violated)
        .containsExactly(false, true);
    assertThat(sharedUsedUp.standings().get(0).remaining()).isEqualTo(1);
    assertThat(sharedUsedUp.policy()).contains("\"consumer-minute\";q=3;w=60");
  }

  @Test
  void aSharedLimitThatIsReadAgainGoesOnAndAChangedOneBeginsAnew() {
    UUID consumer = UUID.randomUUID();
    SharedLimits one = new SharedLimits(consumer, null, List.of(limit("minute", 1, 60, null)));
    SharedLimits same = new SharedLimits(consumer, null, List.of(limit("minute", 1, 60, null)));
    SharedLimits two = new SharedLimits(consumer, null, List.of(limit("minute", 2, 60, null)));

    assertThat(limiter.ask(KeyStates.sharing(one), Routes.limited("r")).admitted()).isTrue();
    assertThat(limiter.ask(KeyStates.sharing(same), Routes.limited("r")).admitted()).isFalse();
    assertThat(limiter.ask(KeyStates.sharing(two), Routes.limited("r")).admitted()).isTrue();
  }
}
