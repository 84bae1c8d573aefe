// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.admin.problem.Faults;
import dev.latchkey.config.LimitConfig;
import dev.latchkey.config.PlanConfig;
import dev.latchkey.keys.Limit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitRulesTest {
  private static final PlanConfig PLAN =
      new PlanConfig(
          "free",
          List.of(
              new LimitConfig("minute", 60, Duration.ofSeconds(60), null),
              new LimitConfig("search", 10, Duration.ofSeconds(1), null)),
          List.of(),
          List.of(new LimitConfig("minute", 120, Duration.ofSeconds(60), null)),
          List.of());

  @ParameterizedTest
  @CsvSource({
    "minute, 120, 60, true",
    "minute, 121, 60, false",
    "minute, 2, 1, true",
    "minute, 3, 1, false",
    "minute, 7200, 3600, false",
    "search, 10, 1, true",
    "search, 11, 1, true",
    "other, 100000, 1, true"
  })
  void aKeysOwnLimitStaysBelowTheCeilingOfItsNameIfThereIsOne(
      String name, int limit, int seconds, boolean fine) {
    Faults faults = new Faults();

    LimitRules.check(
        List.of(new Limit(name, limit, Duration.ofSeconds(seconds), null)), PLAN, faults);

    assertThat(faults.isEmpty()).isEqualTo(fine);
  }

  @Test
  void overALongerWindowTheBurstIsHeldToTheCeiling() {
    Faults faults = new Faults();

    LimitRules.check(List.of(new Limit("minute", 7200, Duration.ofHours(1), 120)), PLAN, faults);

    assertThat(faults.isEmpty()).isTrue();
  }

  @Test
  void aNameGivenTwiceIsRefused() {
    Faults faults = new Faults();
    Limit limit = new Limit("minute", 1, Duration.ofSeconds(60), null);

    LimitRules.check(List.of(limit, limit), null, faults);

    assertThat(faults.touches("/rateLimits/1/name")).isTrue();
  }

  @Test
  void callsPerMinuteAreTheKeysElseThePlans() {
    Limit own = new Limit("minute", 7, Duration.ofSeconds(60), null);

    assertThat(LimitRules.perMinute(List.of(own), Optional.of(PLAN))).contains(7);
    assertThat(LimitRules.perMinute(List.of(), Optional.of(PLAN))).contains(60);
    assertThat(LimitRules.perMinute(List.of(), Optional.empty())).isEmpty();
  }
}
