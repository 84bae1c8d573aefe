// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LatenessTest {
  private final AtomicLong now = new AtomicLong();
  private final Lateness lateness = new Lateness(Duration.ofMillis(500), now::get);

  @Test
  void aLoopThatKeepsUpTurnsNobodyAway() {
    beats(1_000, 0);
    beats(1_000, 500);

    assertThat(turnedAwayOf(1_000)).isZero();
  }

  @Test
  void onePauseTurnsNobodyAwayHoweverLong() {
    beats(1, TimeUnit.MINUTES.toMillis(10));
    beats(1, 2_000);
    beats(1, 0);
    beats(2, 2_000);

    assertThat(turnedAwayOf(1_000)).isZero();
  }

  @Test
  @DisplayName("F-75 A loop that is late time and again turns away more and more, then all")
  void aLoopThatIsLateTimeAndAgainTurnsAwayMoreAndMoreThenAll() {
    beats(3, 501);
    assertThat(turnedAwayOf(1_000)).isEqualTo(250);
    beats(1, 501);
    assertThat(turnedAwayOf(1_000)).isEqualTo(500);
    beats(20, 501);

    assertThat(turnedAwayOf(1_000)).isEqualTo(1_000);
  }

  @Test
  @DisplayName("F-75 All are turned away within five seconds of the first lateness")
  void allAreTurnedAwayWithinFiveSeconds() {
    long began = now.get();
    while (lateness.share() < 1) {
      beats(1, 600);
    }

    assertThat(Duration.ofNanos(now.get() - began)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void whatIsTurnedAwayIsSpreadEvenly() {
    beats(4, 600);

    for (int pair = 0; pair < 100; pair++) {
      boolean first = lateness.turnsAway();
      assertThat(lateness.turnsAway()).isNotEqualTo(first);
    }
  }

  @Test
  void itComesBackStepByStepOnceTheLoopKeepsUp() {
    beats(10, 600);
    beats(32, 0);
    assertThat(lateness.share()).isEqualTo(0.5);
    beats(31, 250);
    assertThat(lateness.share()).isPositive();
    beats(1, 0);

    assertThat(lateness.share()).isZero();
    assertThat(turnedAwayOf(1_000)).isZero();
  }

  @Test
  void betweenHalfTheBoundAndTheBoundTheShareStaysAsItIs() {
    beats(4, 600);
    beats(100, 400);

    assertThat(lateness.share()).isEqualTo(0.5);
  }

  @Test
  void aBeatThatDoesNotComeShowsAsLateness() {
    beats(1, 30);
    assertThat(lateness.seconds()).isCloseTo(0.03, within(1e-9));
    lateness.expect();
    pass(Lateness.BEAT_MILLIS + 7_000);

    assertThat(lateness.seconds()).isCloseTo(7, within(1e-9));
  }

  private void beats(int count, long lateMillis) {
    for (int i = 0; i < count; i++) {
      lateness.expect();
      pass(Lateness.BEAT_MILLIS + lateMillis);
      lateness.beat();
    }
  }

  private void pass(long millis) {
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private long turnedAwayOf(int calls) {
    return IntStream.range(0, calls).filter(call -> lateness.turnsAway()).count();
  }
}
