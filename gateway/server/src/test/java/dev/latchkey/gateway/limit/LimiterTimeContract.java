// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authenticate.KeyStates;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.identify.Routes;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Limit;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How every limiter counts over time. A subclass says how to build one, and how time passes. */
abstract class LimiterTimeContract {
  static final Route PLAIN = Routes.limited("plain");

  private final KeyId id = new KeyId(UUID.randomUUID());

  abstract Limiter limiter();

  /** Moves the clock that the limiter was built with. */
  abstract void pass(Duration time);

  @Test
  void admitsAgainAfterTheWindow() {
    KeyState key = KeyStates.limited(id, limit("minute", 3, 60, null));
    admitted(key, PLAIN, 5);

    pass(Duration.ofSeconds(60));

    assertThat(admitted(key, PLAIN, 5)).isEqualTo(3);
  }

  @Test
  void refusedCallsDoNotProlongTheWait() {
    KeyState key = KeyStates.limited(id, limit("second", 1, 1, null));
    admitted(key, PLAIN, 50);

    pass(Duration.ofSeconds(1));

    assertThat(limiter().ask(key, PLAIN).admitted()).isTrue();
  }

  @Test
  void aBurstCutsTheWindowIntoSlices() {
    KeyState key = KeyStates.limited(id, limit("minute", 100, 60, 20));

    for (int slice = 0; slice < 5; slice++) {
      assertThat(admitted(key, PLAIN, 30)).as("slice " + slice).isEqualTo(20);
      pass(Duration.ofSeconds(12).minusMillis(1));
      assertThat(admitted(key, PLAIN, 1)).isZero();
      pass(Duration.ofMillis(1));
    }
  }

  @Test
  void anyWindowAdmitsAtMostLimitAndBurst() {
    KeyState key = KeyStates.limited(id, limit("minute", 100, 60, 20));
    Random random = new Random(7);
    int[] perSecond = new int[600];

    for (int second = 0; second < perSecond.length; second++) {
      perSecond[second] = admitted(key, PLAIN, random.nextInt(12));
      pass(Duration.ofSeconds(1));
    }

    for (int from = 0; from + 60 <= perSecond.length; from++) {
      int sum = 0;
      for (int second = from; second < from + 60; second++) {
        sum += perSecond[second];
      }
      assertThat(sum).as("from second " + from).isLessThanOrEqualTo(120);
    }
  }

  @Test
  void theResetIsTheRestOfTheSliceRoundedUpAndNeverZero() {
    KeyState key = KeyStates.limited(id, limit("minute", 100, 60, 20));

    assertThat(reset(key)).isEqualTo(12);
    pass(Duration.ofMillis(500));
    assertThat(reset(key)).isEqualTo(12);
    pass(Duration.ofMillis(600));
    assertThat(reset(key)).isEqualTo(11);
    pass(Duration.ofMillis(10_899));
    assertThat(reset(key)).isEqualTo(1);
  }

  @Test
  void whoeverWaitsAsLongAsTheResetSaysIsAdmitted() {
    KeyState key = KeyStates.limited(id, limit("odd", 7, 60, 3));
    pass(Duration.ofMillis(1_234));
    admitted(key, PLAIN, 3);
    pass(Duration.ofMillis(777));
    Decision refused = limiter().ask(key, PLAIN);
    assertThat(refused.admitted()).isFalse();

    pass(Duration.ofSeconds(refused.standings().get(0).resetSeconds()));

    assertThat(limiter().ask(key, PLAIN).admitted()).isTrue();
  }

  static Limit limit(String name, int calls, int seconds, @Nullable Integer burst) {
    return new Limit(name, calls, Duration.ofSeconds(seconds), burst);
  }

  final int admitted(KeyState key, Route route, int calls) {
    int admitted = 0;
    for (int i = 0; i < calls; i++) {
      admitted += limiter().ask(key, route).admitted() ? 1 : 0;
    }
    return admitted;
  }

  private int reset(KeyState key) {
    List<Decision.Standing> standings = limiter().ask(key, PLAIN).standings();
    return standings.get(0).resetSeconds();
  }
}
