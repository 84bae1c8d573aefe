// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.refusal.RateFields;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import dev.latchkey.keys.Limit;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Refusals by limits, which are made once and said often. */
class ReadyRefusalsTest {
  private static final String POLICY = "\"minute\";q=1;w=60, \"day\";q=9;w=86400";

  private final Bucket minute = bucket("minute", 1, Duration.ofMinutes(1));
  private final Bucket day = bucket("day", 9, Duration.ofDays(1));

  ReadyRefusalsTest() {
    lookAt(0);
    minute.take();
    day.take();
  }

  @Test
  void theySayWhatTheLimitsAreAndWhenToComeBack() {
    lookAt(48);
    Refusal refusal = refusal();

    assertThat(refusal.reason()).isEqualTo(Reason.RATE_LIMITED);
    assertThat(refusal.named()).containsExactly("minute");
    RateFields fields = Objects.requireNonNull(refusal.rateFields());
    assertThat(fields.policy()).hasToString(POLICY);
    assertThat(fields.standing()).hasToString("\"minute\";r=0;t=12, \"day\";r=8;t=86352");
    assertThat(fields.limit()).hasToString("1");
    assertThat(fields.remaining()).hasToString("0");
    assertThat(fields.resetSeconds()).hasToString("12");
  }

  @Test
  void whileNothingDiffersItIsTheSameRefusal() {
    lookAt(48);
    Refusal before = refusal();
    lookAt(48);

    assertThat(refusal()).isSameAs(before);
  }

  @Test
  void aSecondLaterItSaysAnotherTime() {
    lookAt(48);
    Refusal before = refusal();
    lookAt(49);

    assertThat(refusal()).isNotSameAs(before);
    assertThat(refusal().rateFields()).extracting(RateFields::resetSeconds).hasToString("11");
  }

  @Test
  void ofEveryStandingIsSaidWhatItIsWhateverWasSaidInItsPlaceBefore() {
    Bucket hour = bucket("hour", 3_600, Duration.ofHours(1));
    for (int calls = 1; calls <= 3_600; calls++) {
      hour.hasOne(0);
      hour.take();

      assertThat(ReadyRefusals.of(List.of(hour), hour.policy()).standings())
          .extracting(Decision.Standing::remaining)
          .containsExactly(3_600L - calls);
    }
  }

  @Test
  void anotherLimitOfTheSameLengthAndStandingIsAnotherRefusal() {
    Bucket other = bucket("other", 1, Duration.ofMinutes(1));
    other.hasOne(0);
    other.take();
    lookAt(0);

    Refusal ofMinute = ReadyRefusals.of(List.of(minute), "policy").refusal();
    Refusal ofOther = ReadyRefusals.of(List.of(other), "policy").refusal();

    assertThat(ofMinute.named()).containsExactly("minute");
    assertThat(ofOther.named()).containsExactly("other");
  }

  private void lookAt(long seconds) {
    minute.hasOne(TimeUnit.SECONDS.toNanos(seconds));
    day.hasOne(TimeUnit.SECONDS.toNanos(seconds));
  }

  private Refusal refusal() {
    return ReadyRefusals.of(List.of(minute, day), POLICY).refusal();
  }

  private static Bucket bucket(String name, int calls, Duration window) {
    return new Bucket(LimitTerms.of(new Limit(name, calls, window, null)), 0);
  }
}
