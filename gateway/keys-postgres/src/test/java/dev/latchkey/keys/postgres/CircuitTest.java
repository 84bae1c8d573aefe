// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitTest {
  private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 5);
  private final Circuit circuit = new Circuit(time::get, new Random(7));

  @Test
  void whileAllIsWellEverybodyMayAsk() {
    assertThat(circuit.enter()).isNotEqualTo(Circuit.REFUSED);
    assertThat(circuit.enter()).isNotEqualTo(Circuit.REFUSED);
    assertThat(circuit.isOpen()).isFalse();
  }

  @Test
  void afterAFailureNobodyAsksForAWhileAndThenOneDoes() {
    circuit.failed(circuit.enter());
    long atOnce = circuit.enter();

    advance(100);
    long first = circuit.enter();
    long second = circuit.enter();

    assertThat(atOnce).isEqualTo(Circuit.REFUSED);
    assertThat(first).isNotEqualTo(Circuit.REFUSED);
    assertThat(second).isEqualTo(Circuit.REFUSED);
  }

  @Test
  void oneSuccessLetsEverybodyAskAgain() {
    circuit.failed(circuit.enter());
    advance(100);

    circuit.succeeded(circuit.enter());

    assertThat(circuit.isOpen()).isFalse();
    assertThat(circuit.enter()).isNotEqualTo(Circuit.REFUSED);
  }

  @Test
  void callsThatFailTogetherCountAsOneFailure() {
    long one = circuit.enter();
    long two = circuit.enter();

    circuit.failed(one);
    circuit.failed(two);
    advance(100);

    assertThat(circuit.enter()).isNotEqualTo(Circuit.REFUSED);
  }

  @Test
  void aLateSuccessFromBeforeTheFailureDoesNotCount() {
    long early = circuit.enter();
    circuit.failed(circuit.enter());

    circuit.succeeded(early);

    assertThat(circuit.isOpen()).isTrue();
  }

  @Test
  void waitsGrowToTwoSecondsAndNoFurther() {
    for (int i = 0; i < 20; i++) {
      circuit.failed(circuit.enter());
      advance(2_000);
    }

    assertThat(circuit.enter()).isNotEqualTo(Circuit.REFUSED);
  }

  @Test
  void contactByAnotherWayClosesIt() {
    circuit.failed(circuit.enter());

    circuit.reset();

    assertThat(circuit.enter()).isNotEqualTo(Circuit.REFUSED);
  }

  private void advance(long millis) {
    time.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
