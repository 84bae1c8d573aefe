// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.UpstreamConfig;
import dev.latchkey.gateway.TestNanos;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final Duration OPEN = Duration.ofSeconds(5);

  private final TestNanos nanos = new TestNanos(() -> 0);
  private final Breaker breaker =
      new Breaker(new UpstreamConfig.Breaker(50, 4, WINDOW, OPEN, 2), nanos);

  @Test
  void fewCallsSayNothing() {
    fail(3);

    assertThat(breaker.position()).isEqualTo(Breaker.Position.CLOSED);
    assertThat(breaker.ask()).isNotEqualTo(Breaker.REFUSED);
  }

  @Test
  void enoughFailuresOfEnoughCallsOpenIt() {
    succeed(3);
    fail(2);
    assertThat(breaker.position()).as("2 of 5").isEqualTo(Breaker.Position.CLOSED);

    fail(1);

    assertThat(breaker.position()).as("3 of 6").isEqualTo(Breaker.Position.OPEN);
    assertThat(breaker.ask()).isEqualTo(Breaker.REFUSED);
  }

  @Test
  void failuresOfAnotherWindowAreForgotten() {
    fail(3);
    nanos.advance(WINDOW);

    fail(3);

    assertThat(breaker.position()).isEqualTo(Breaker.Position.CLOSED);
  }

  @Test
  void afterAWhileAFewCallsFindOutAndCloseIt() {
    fail(4);
    nanos.advance(OPEN.minusMillis(1));
    assertThat(breaker.ask()).isEqualTo(Breaker.REFUSED);
    nanos.advance(Duration.ofMillis(1));

    int one = breaker.ask();
    int other = breaker.ask();
    assertThat(breaker.ask()).as("a third").isEqualTo(Breaker.REFUSED);
    assertThat(breaker.position()).isEqualTo(Breaker.Position.HALF_OPEN);
    breaker.succeeded(one);
    breaker.succeeded(other);

    assertThat(breaker.position()).isEqualTo(Breaker.Position.CLOSED);
    fail(3);
    assertThat(breaker.position()).as("it begins anew").isEqualTo(Breaker.Position.CLOSED);
  }

  @Test
  void oneFailureOpensItAgain() {
    fail(4);
    nanos.advance(OPEN);
    int probe = breaker.ask();

    breaker.failed(probe);

    assertThat(breaker.position()).isEqualTo(Breaker.Position.OPEN);
    assertThat(breaker.ask()).isEqualTo(Breaker.REFUSED);
  }

  @Test
  void aCallWhoseClientLeftMakesRoomForAnother() {
    fail(4);
    nanos.advance(OPEN);
    int one = breaker.ask();
    breaker.ask();

    breaker.forgotten(one);

    assertThat(breaker.ask()).isNotEqualTo(Breaker.REFUSED);
  }

  @Test
  void outcomesOfCallsFromBeforeDoNotCount() {
    int late = breaker.ask();
    fail(4);
    nanos.advance(OPEN);
    int probe = breaker.ask();

    breaker.failed(late);
    breaker.succeeded(late);

    assertThat(breaker.position()).isEqualTo(Breaker.Position.HALF_OPEN);
    breaker.succeeded(probe);
    breaker.succeeded(breaker.ask());
    assertThat(breaker.position()).isEqualTo(Breaker.Position.CLOSED);
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.failed(breaker.ask());
    }
  }

  private void succeed(int times) {
    for (int i = 0; i < times; i++) {
      breaker.succeeded(breaker.ask());
    }
  }
}
