// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BalancerTest {
  private static final long NOBODY = 0;

  @ParameterizedTest
  @CsvSource({
    "1 1 1, 0 1 2 0 1 2",
    "2 1, 0 1 0 0 1 0",
    "5 1 1, 0 0 1 0 2 0 0",
    "4 2 2, 0 1 2 0 0 1 2 0",
    "100, 0 0 0",
  })
  void targetsTakeTurnsAsOftenAsTheyWeigh(String weights, String turns) {
    RoundRobin balancer = new RoundRobin(States.weighing(numbers(weights)));
    int[] expected = numbers(turns);

    int[] asked = IntStream.range(0, expected.length).map(i -> balancer.next(NOBODY)).toArray();

    assertThat(asked).isEqualTo(expected);
  }

  @Test
  void whoIsNotWellOrWasTriedIsPassedOver() {
    UpstreamState state = States.weighing(1, 1, 1);
    RoundRobin balancer = new RoundRobin(state);
    state.target(1).probed(false);

    assertThat(balancer.next(NOBODY)).isZero();
    assertThat(balancer.next(NOBODY)).isEqualTo(2);
    assertThat(balancer.next(0b001)).isEqualTo(2);
    assertThat(balancer.next(0b101)).isEqualTo(Balancer.NONE);
  }

  @Test
  void whereNobodyIsWellNobodyIsAsked() {
    UpstreamState state = States.weighing(1, 3);
    state.target(0).probed(false);
    state.target(1).probed(false);

    assertThat(new RoundRobin(state).next(NOBODY)).isEqualTo(Balancer.NONE);
    assertThat(leastLoaded(state, new int[2]).next(NOBODY)).isEqualTo(Balancer.NONE);
  }

  @Test
  void ofTwoTheLessBusyIsAskedByWeight() {
    UpstreamState even = States.weighing(1, 1);
    UpstreamState uneven = States.weighing(3, 1);

    assertThat(leastLoaded(even, new int[] {5, 4}).next(NOBODY)).isEqualTo(1);
    assertThat(leastLoaded(even, new int[] {4, 5}).next(NOBODY)).isZero();
    assertThat(leastLoaded(uneven, new int[] {5, 2}).next(NOBODY)).isZero();
    assertThat(leastLoaded(uneven, new int[] {7, 2}).next(NOBODY)).isEqualTo(1);
  }

  @Test
  void drawingTwoKeepsTheLoadEven() {
    int[] inFlight = new int[8];
    LeastLoaded balancer = leastLoaded(States.weighing(1, 1, 1, 1, 1, 1, 1, 1), inFlight);

    for (int i = 0; i < 8_000; i++) {
      inFlight[balancer.next(NOBODY)]++;
    }

    assertThat(Arrays.stream(inFlight).max().orElseThrow()).isLessThan(1_010);
    assertThat(Arrays.stream(inFlight).min().orElseThrow()).isGreaterThan(990);
  }

  @Test
  void theMostBusyOfManyIsNeverAsked() {
    int[] inFlight = {9, 0, 0, 0};
    LeastLoaded balancer = leastLoaded(States.weighing(1, 1, 1, 1), inFlight);

    assertThat(IntStream.range(0, 1_000).map(i -> balancer.next(NOBODY))).doesNotContain(0);
  }

  private static LeastLoaded leastLoaded(UpstreamState state, int[] inFlight) {
    return new LeastLoaded(state, inFlight, new SplittableRandom(7));
  }

  private static int[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
  }
}
