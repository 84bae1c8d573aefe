// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.refusal.RateFields;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import dev.latchkey.keys.Limit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Refusals by a single limit, which are made once and said often. */
class ReadyRefusalsTest {
  private final LimitTerms terms =
      LimitTerms.of("minute", new Limit("minute", 60, Duration.ofMinutes(5), null));

  @Test
  void itSaysWhatTheLimitIsAndWhenToComeBack() {
    Refusal refusal = terms.refusal(12);

    assertThat(refusal.reason()).isEqualTo(Reason.RATE_LIMITED);
    assertThat(refusal.named()).containsExactly("minute");
    assertThat(refusal.rateFields())
        .isEqualTo(new RateFields("\"minute\";q=60;w=300", "\"minute\";r=0;t=12", "60", "0", "12"));
  }

  @Test
  void theSameTimeToWaitIsTheSameRefusal() {
    Refusal before = terms.refusal(12);

    assertThat(terms.refusal(12)).isSameAs(before);
  }

  @Test
  void anotherTimeToWaitInTheSamePlaceIsAnotherRefusal() {
    for (int seconds : new int[] {1, 65, 129, 1, 300}) {
      assertThat(terms.refusal(seconds).rateFields())
          .extracting(RateFields::resetSeconds)
          .isEqualTo(Integer.toString(seconds));
    }
  }
}
