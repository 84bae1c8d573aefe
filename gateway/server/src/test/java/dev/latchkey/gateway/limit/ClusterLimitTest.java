// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import static dev.latchkey.gateway.limit.TwoCounters.PLAIN;
import static dev.latchkey.gateway.limit.TwoCounters.admits;
import static dev.latchkey.gateway.limit.TwoCounters.cluster;
import static dev.latchkey.gateway.limit.TwoCounters.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authenticate.KeyStates;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.identify.Routes;
import dev.latchkey.gateway.refusal.Fault;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.Quota;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Limits that all nodes count together: whom they refuse, and what a refused call costs. */
class ClusterLimitTest {
  private final TwoCounters nodes = new TwoCounters();

  @Test
  void aRefusalNamesTheLimitAndWhenItsSliceEnds() {
    KeyState key = nodes.key(cluster("minute", 6, 60, 2));
    nodes.admitted(nodes.first, key, 2);
    nodes.pass(Duration.ofMillis(500));

    Refusal refused = refusal(nodes.first, key);

    assertThat(refused.reason()).isEqualTo(Reason.RATE_LIMITED);
    assertThat(refused.named()).containsExactly("minute");
    assertThat(Objects.requireNonNull(refused.rateFields()).policy())
        .isEqualTo("\"minute\";q=6;w=60");
    assertThat(Objects.requireNonNull(refused.rateFields()).standing())
        .isEqualTo("\"minute\";r=0;t=20");
  }

  @Test
  void aCallThatItRefusesCostsNoQuotaAndOneThatAQuotaRefusesCostsNothingOfIt() {
    Quota day = new Quota("day", 5, Quota.Period.DAY);
    KeyState key = KeyStates.underQuota(nodes.id, List.of(day), cluster("minute", 3, 60, null));

    assertThat(nodes.admitted(nodes.first, key, 9)).isEqualTo(3);
    nodes.pass(Duration.ofSeconds(60));
    assertThat(nodes.admitted(nodes.second, key, 9)).isEqualTo(2);

    assertThat(refusal(nodes.second, key).reason()).isEqualTo(Reason.QUOTA_EXCEEDED);
    assertThat(refusal(nodes.second, key).named()).containsExactly("day");
  }

  @Test
  void aRoutesLimitCountsEachKeyOnItAndCostsTheKeysOwnNothing() {
    Route route = Routes.limited("search", cluster("search", 2, 60, null));
    KeyState key = nodes.key(cluster("minute", 10, 60, null));

    int onRoute = 0;
    for (int call = 0; call < 6; call++) {
      onRoute += admits(call % 2 == 0 ? nodes.first : nodes.second, key, route) ? 1 : 0;
    }

    assertThat(onRoute).isEqualTo(2);
    assertThat(nodes.admitted(nodes.first, key, 20)).isEqualTo(8);
  }

  @Test
  void whileTheStoreIsAwayWhatIsHeldIsSpentAndThenNothingIsKnown() {
    KeyState key = nodes.key(cluster("minute", 100, 60, null));
    assertThat(admits(nodes.first, key, PLAIN)).isTrue();
    nodes.store.away(true);

    int spent = 0;
    while (nodes.first.count(key, PLAIN) != null) {
      spent++;
    }

    assertThat(spent).isEqualTo(15);
    Throwable fault = Answers.faultOf(nodes.first.askAndCount(key, PLAIN));
    assertThat(fault).isInstanceOf(Fault.class);
    assertThat(nodes.one.degraded()).isTrue();
  }

  @Test
  void askingWhetherACallWouldPassSpendsNothing() {
    KeyState key = nodes.key(cluster("minute", 2, 60, null));
    for (int i = 0; i < 9; i++) {
      assertThat(Answers.of(nodes.first.look(key, PLAIN)).admitted()).isTrue();
    }

    assertThat(nodes.admitted(nodes.first, key, 5)).isEqualTo(2);
    assertThat(Answers.faultOf(nodes.second.look(key, PLAIN))).isInstanceOf(Refusal.class);
  }
}
