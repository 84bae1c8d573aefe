// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.TestNanos;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailureBudgetTest {
  private final TestNanos nanos = new TestNanos();
  private final FailureBudget budget = new FailureBudget(nanos, 7);

  @Test
  void fiveHundredFailuresInAMinuteAreOneSourcesOwnAffair() {
    for (int i = 0; i < FailureBudget.MOST; i++) {
      assertThat(budget.spend("192.0.2.1")).isFalse();
    }

    assertThat(budget.isSpent("192.0.2.1")).isTrue();
    assertThat(budget.spend("192.0.2.1")).isTrue();
    assertThat(budget.isSpent("192.0.2.2")).isFalse();
    assertThat(budget.spend("192.0.2.2")).isFalse();
  }

  @Test
  void theNextMinuteBeginsWithNothing() {
    spend("192.0.2.1");

    nanos.advance(Duration.ofMinutes(1));

    assertThat(budget.isSpent("192.0.2.1")).isFalse();
    assertThat(budget.spend("192.0.2.1")).isFalse();
  }

  @Test
  void oneNetworkOfIpv6IsOneSource() {
    spend("2001:db8::1");

    assertThat(budget.isSpent("2001:db8::ffff:2")).isTrue();
    assertThat(budget.isSpent("2001:db8:0:1::1")).isFalse();
  }

  private void spend(String client) {
    for (int i = 0; i <= FailureBudget.MOST; i++) {
      budget.spend(client);
    }
  }
}
