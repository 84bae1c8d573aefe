// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.limit.Decision.Standing;
import dev.latchkey.gateway.refusal.RateFields;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitFieldsTest {
  private static final Standing MINUTE = new Standing("minute", 60, 7, 12, false);
  private static final Standing DAY = new Standing("day", 1_000, 900, 3_600, false);

  @Test
  void oneLimitIsOneMember() {
    RateFields fields = fields(MINUTE);

    assertThat(fields).isEqualTo(new RateFields("policy", "\"minute\";r=7;t=12", "60", "7", "12"));
  }

  @Test
  void severalLimitsAreOneList() {
    assertThat(fields(MINUTE, DAY).standing())
        .isEqualTo("\"minute\";r=7;t=12, \"day\";r=900;t=3600");
  }

  @Test
  void theOlderFieldsNameTheLimitWithTheLeastLeft() {
    RateFields fields = fields(DAY, MINUTE);

    assertThat(fields.limit()).isEqualTo("60");
    assertThat(fields.remaining()).isEqualTo("7");
    assertThat(fields.resetSeconds()).isEqualTo("12");
  }

  @Test
  void aViolatedLimitBindsBeforeAnyOther() {
    Standing empty = new Standing("hour", 10, 0, 5, false);
    Standing violated = new Standing("day", 1_000, 0, 3_600, true);

    assertThat(fields(empty, violated).limit()).isEqualTo("1000");
    assertThat(fields(violated, empty).limit()).isEqualTo("1000");
  }

  @Test
  void ofTwoViolatedLimitsTheLongerWaitBinds() {
    Standing soon = new Standing("minute", 60, 0, 12, true);
    Standing late = new Standing("day", 1_000, 0, 3_600, true);

    assertThat(fields(soon, late).resetSeconds()).isEqualTo("3600");
    assertThat(fields(late, soon).resetSeconds()).isEqualTo("3600");
  }

  private static RateFields fields(Standing... standings) {
    return RateLimitFields.of(new Decision(true, List.of(standings), "policy"));
  }
}
