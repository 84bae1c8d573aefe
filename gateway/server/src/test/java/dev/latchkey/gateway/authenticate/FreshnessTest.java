// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import static dev.latchkey.gateway.authenticate.Freshness.Verdict.CURRENT;
import static dev.latchkey.gateway.authenticate.Freshness.Verdict.STALE;
import static dev.latchkey.gateway.authenticate.Freshness.Verdict.TOO_OLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.TestNanos;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FreshnessTest {
  private final TestNanos nanos = new TestNanos();
  private final Freshness freshness = withStaleBound(Duration.ofSeconds(30));

  @Test
  void isCurrentWhileTheFeedConfirms() {
    freshness.confirmed();

    nanos.advance(Duration.ofSeconds(5));

    assertThat(freshness.verdict()).isEqualTo(CURRENT);
  }

  @Test
  void silenceCountsAsLostContact() {
    freshness.confirmed();

    nanos.advance(Duration.ofSeconds(5).plusNanos(1));

    assertThat(freshness.verdict()).isEqualTo(STALE);
  }

  @Test
  void staleStatesLiveForTheBoundSinceTheLastConfirmation() {
    freshness.confirmed();
    nanos.advance(Duration.ofSeconds(4));
    freshness.lost();

    assertThat(freshness.verdict()).isEqualTo(STALE);
    nanos.advance(Duration.ofSeconds(26).minusNanos(1));
    assertThat(freshness.verdict()).isEqualTo(STALE);
    nanos.advance(Duration.ofNanos(1));
    assertThat(freshness.verdict()).isEqualTo(TOO_OLD);
  }

  @Test
  void aNewConfirmationMakesCurrentAgain() {
    freshness.confirmed();
    freshness.lost();
    nanos.advance(Duration.ofMinutes(5));

    freshness.confirmed();

    assertThat(freshness.verdict()).isEqualTo(CURRENT);
  }

  @Test
  void aBoundOfZeroFailsClosedAtOnce() {
    Freshness strict = withStaleBound(Duration.ZERO);
    strict.confirmed();
    assertThat(strict.verdict()).isEqualTo(CURRENT);

    strict.lost();

    assertThat(strict.verdict()).isEqualTo(TOO_OLD);
  }

  @Test
  void nothingIsCurrentBeforeTheFirstConfirmation() {
    assertThat(freshness.verdict()).isEqualTo(STALE);
    assertThat(withStaleBound(Duration.ZERO).verdict()).isEqualTo(TOO_OLD);
  }

  @Test
  void whoeverHasReadTheClockNeedNotHaveItReadAgain() {
    freshness.confirmed();

    assertThat(freshness.verdict(Duration.ofSeconds(5).toNanos())).isEqualTo(CURRENT);
    assertThat(freshness.verdict(Duration.ofSeconds(6).toNanos())).isEqualTo(STALE);
    assertThat(freshness.verdict(Duration.ofSeconds(30).toNanos())).isEqualTo(TOO_OLD);
  }

  private Freshness withStaleBound(Duration stale) {
    return new Freshness(nanos, stale.toNanos(), Duration.ofSeconds(5).toNanos());
  }
}
