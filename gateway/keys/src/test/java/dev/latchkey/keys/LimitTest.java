// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitTest {
  @Test
  void aBurstCutsTheWindowIntoSlices() {
    Limit limit = new Limit("minute", 100, Duration.ofMinutes(1), 20);

    assertThat(limit.sliceLimit()).isEqualTo(20);
    assertThat(limit.sliceWindow()).isEqualTo(Duration.ofSeconds(12));
  }

  @Test
  void withoutABurstTheSliceIsTheWindow() {
    Limit limit = new Limit("minute", 100, Duration.ofMinutes(1), null);

    assertThat(limit.sliceLimit()).isEqualTo(100);
    assertThat(limit.sliceWindow()).isEqualTo(Duration.ofMinutes(1));
  }

  @ParameterizedTest(name = "\"{0}\" {1} in {2} s with burst {3} is refused")
  @CsvSource(
      nullValues = "none",
      value = {
        "'', 1, 1, none",
        "a b, 1, 1, none",
        "đ, 1, 1, none",
        "minute, 0, 60, none",
        "minute, -1, 60, none",
        "minute, 1, 0, none",
        "minute, 1, 2678401, none",
        "minute, 10, 60, 0",
        "minute, 10, 60, 11",
      })
  void whatMakesNoSenseIsRefused(String name, int limit, long seconds, @Nullable Integer burst) {
    assertThatThrownBy(() -> new Limit(name, limit, Duration.ofSeconds(seconds), burst))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"a, 1, 1, 1", "A.b_c-9, 2147483647, 2678400, 2147483647"})
  void theBoundsThemselvesAreFine(String name, int limit, long seconds, int burst) {
    assertThat(new Limit(name, limit, Duration.ofSeconds(seconds), burst).name()).isEqualTo(name);
  }

  @Test
  void aQuotaHasANameAndALimit() {
    assertThat(new Quota("month", 1, Quota.Period.MONTH).limit()).isEqualTo(1);
    assertThatThrownBy(() -> new Quota("", 1, Quota.Period.DAY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Quota("day", 0, Quota.Period.DAY))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
