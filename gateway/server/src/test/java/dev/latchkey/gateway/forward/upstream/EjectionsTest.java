// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.UpstreamConfig.Ejection;
import dev.latchkey.gateway.TestNanos;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EjectionsTest {
  private static final Duration TIME = Duration.ofSeconds(10);

  private final TestNanos nanos = new TestNanos(() -> 0);

  @Test
  void failuresInARowTakeATargetOutForAWhile() {
    UpstreamState state = state(50, 1, 1);

    fail(state, 0, 2);
    state.succeeded(0);
    fail(state, 0, 2);
    assertThat(state.isUsable(0)).as("two in a row are not three").isTrue();
    fail(state, 0, 1);

    assertThat(state.isUsable(0)).isFalse();
    assertThat(state.usable()).isEqualTo(1);
    assertThat(state.ejected()).isEqualTo(1);
    nanos.advance(TIME.minusMillis(1));
    assertThat(state.isUsable(0)).isFalse();
    nanos.advance(Duration.ofMillis(1));
    assertThat(state.isUsable(0)).isTrue();
    fail(state, 0, 2);
    assertThat(state.isUsable(0)).as("it begins anew").isTrue();
  }

  @Test
  void eachTimeIsTwiceAsLongUpToABound() {
    UpstreamState state = state(50, 1, 1);

    for (int seconds : new int[] {10, 20, 40, 60, 60}) {
      fail(state, 0, 3);
      nanos.advance(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(state.isUsable(0)).as("out for %s s", seconds).isFalse();
      nanos.advance(Duration.ofMillis(1));
      assertThat(state.isUsable(0)).as("back after %s s", seconds).isTrue();
    }
    nanos.advance(Duration.ofSeconds(60));
    fail(state, 0, 3);
    nanos.advance(TIME);
    assertThat(state.isUsable(0)).as("it was well for long enough").isTrue();
  }

  @Test
  void neverMoreThanTheShareAreOut() {
    UpstreamState half = state(50, 1, 1, 1);
    UpstreamState none = state(0, 1, 1, 1);
    UpstreamState all = state(100, 1, 1, 1);
    UpstreamState single = state(50, 1);

    for (UpstreamState state : new UpstreamState[] {half, none, all, single}) {
      IntStream.range(0, state.size()).forEach(target -> fail(state, target, 9));
    }

    assertThat(half.usable()).isEqualTo(2);
    assertThat(none.usable()).isEqualTo(3);
    assertThat(all.usable()).isZero();
    assertThat(single.usable()).as("the only one is better than none").isEqualTo(1);
  }

  private UpstreamState state(int maxEjected, int... weights) {
    Ejection rules = new Ejection(3, TIME, Duration.ofSeconds(60), maxEjected);
    return States.of(nanos, rules, null, weights);
  }

  private static void fail(UpstreamState state, int target, int times) {
    for (int i = 0; i < times; i++) {
      state.failed(target);
    }
  }
}
