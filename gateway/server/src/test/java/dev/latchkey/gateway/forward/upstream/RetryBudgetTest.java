// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  @Test
  void secondTriesAreAShareOfFirstOnesAndAFewSavedUp() {
    RetryBudget budget = new RetryBudget(20);

    int retries = 0;
    for (int call = 0; call < 1_000; call++) {
      budget.earn();
      retries += budget.spend() ? 1 : 0;
    }

    assertThat(retries).isBetween(200, 205);
  }

  @Test
  void quietTimesDoNotSaveUpForAStorm() {
    RetryBudget budget = new RetryBudget(20);
    for (int call = 0; call < 10_000; call++) {
      budget.earn();
    }

    int retries = 0;
    while (budget.spend()) {
      retries++;
    }

    assertThat(retries).isEqualTo(5);
  }
}
