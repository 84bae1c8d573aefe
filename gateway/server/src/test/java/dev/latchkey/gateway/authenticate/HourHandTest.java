// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HourHandTest {
  private static final long START = Long.MAX_VALUE - 10;

  private final HourHand hand = new HourHand(() -> START);

  @Test
  void standsStillUntilSomebodyKnowsThatASecondHasPassed() {
    hand.strike(START + Duration.ofSeconds(1).toNanos() - 1);

    assertThat(hand.read()).isEqualTo(START);
  }

  @Test
  void goesOnWhereElapsedTimeGoesOverTheEndOfItsNumbers() {
    long later = START + Duration.ofSeconds(1).toNanos();

    hand.strike(later);

    assertThat(later).isNegative();
    assertThat(hand.read()).isEqualTo(later);
  }

  @Test
  void doesNotGoBackForWhoeverReadTheClockBefore() {
    long later = START + Duration.ofSeconds(3).toNanos();
    hand.strike(later);

    hand.strike(later - 1);

    assertThat(hand.read()).isEqualTo(later);
  }
}
