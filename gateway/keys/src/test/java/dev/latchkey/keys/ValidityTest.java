// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidityTest {
  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

  @ParameterizedTest(name = "enabled {0}, from {1} s, until {2} s, revoked {3}: {4}")
  @CsvSource(
      nullValues = "none",
      value = {
        "true, none, none, false, ACTIVE",
        "true, 0, 1, false, ACTIVE",
        "true, 1, none, false, SCHEDULED",
        "false, 1, none, false, DISABLED",
        "false, none, none, false, DISABLED",
        "true, none, 0, false, EXPIRED",
        "false, none, 0, false, EXPIRED",
        "true, 1, 0, false, EXPIRED",
        "true, none, none, true, REVOKED",
        "false, 1, 0, true, REVOKED",
      })
  void theStrongestFactDecides(
      boolean enabled,
      @Nullable Integer from,
      @Nullable Integer until,
      boolean revoked,
      KeyStatus expected) {
    Validity validity =
        new Validity(enabled, at(from), at(until), revoked ? NOW.minusSeconds(9) : null);

    assertThat(validity.status(NOW)).isEqualTo(expected);
  }

  @Test
  void anEnvironmentsLongestLifetimeEndsAKeyEarlierAndNeverLater() {
    Instant created = NOW.minus(Duration.ofDays(10));
    Duration longest = Duration.ofDays(30);
    Instant bound = NOW.plus(Duration.ofDays(20));

    assertThat(Validity.UNLIMITED.within(longest, created).expiresAt()).isEqualTo(bound);
    assertThat(Validity.UNLIMITED.withExpiry(NOW).within(longest, created).expiresAt())
        .isEqualTo(NOW);
    assertThat(
            Validity.UNLIMITED
                .withExpiry(bound.plusSeconds(1))
                .within(longest, created)
                .expiresAt())
        .isEqualTo(bound);
    assertThat(Validity.UNLIMITED.within(null, created)).isEqualTo(Validity.UNLIMITED);
  }

  private static @Nullable Instant at(@Nullable Integer seconds) {
    return seconds == null ? null : NOW.plusSeconds(seconds);
  }
}
