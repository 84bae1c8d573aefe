// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import static dev.latchkey.gateway.limit.TwoCounters.PLAIN;
import static dev.latchkey.gateway.limit.TwoCounters.admits;
import static dev.latchkey.gateway.limit.TwoCounters.cluster;
import static dev.latchkey.gateway.limit.TwoCounters.minute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authenticate.KeyStates;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.TestClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Limits that all nodes count together: how many calls a window admits, and what that asks of the
 * store.
 */
class ClusterWindowTest {
  private final TwoCounters nodes = new TwoCounters();

  @Test
  void twoNodesTogetherAdmitTheLimitInEveryWindowAndNotOneCallMore() {
    KeyState key = nodes.key(cluster("minute", 100, 60, null));

    for (int window = 0; window < 5; window++) {
      int admitted = 0;
      for (int call = 0; call < 300; call++) {
        admitted += admits(call % 3 == 0 ? nodes.first : nodes.second, key, PLAIN) ? 1 : 0;
        nodes.pass(Duration.ofMillis(window * 40L));
      }
      assertThat(admitted).isEqualTo(100);
      nodes.pass(Duration.ofSeconds(60).minusMillis(300L * window * 40));
      nodes.askAhead();
    }
  }

  @Test
  void noWindowOfAnyPlaceAdmitsMoreThanTheLimitAndOneBurst() {
    KeyState key = nodes.key(cluster("minute", 60, 60, 10));
    int[] admitted = new int[240];

    for (int tenth = 0; tenth < 2_400; tenth++) {
      CallCounter node = tenth % 7 < 3 ? nodes.first : nodes.second;
      admitted[tenth / 10] += admits(node, key, PLAIN) ? 1 : 0;
      nodes.pass(Duration.ofMillis(100));
      if (tenth % 20 == 0) {
        nodes.askAhead();
      }
    }

    for (int from = 0; from + 60 <= admitted.length; from++) {
      int sum = 0;
      for (int at = from; at < from + 60; at++) {
        sum += admitted[at];
      }
      assertThat(sum).as("from second %d", from).isLessThanOrEqualTo(70);
    }
    assertThat(sum(admitted)).isGreaterThanOrEqualTo(230);
  }

  @Test
  void aMillionCallsUnderALimitBySecondsAskTheStoreLessThanAHundredTimes() {
    nodes.store.nodes(1);
    KeyState key = nodes.key(cluster("second", 20_000, 1, null));
    int admitted = 0;

    for (int call = 0; call < 1_000_000; call++) {
      admitted += admits(nodes.first, key, PLAIN) ? 1 : 0;
      if (call % 10 == 0) {
        nodes.pass(Duration.ofMillis(1));
      }
      if (call % 20_000 == 0) {
        nodes.one.askAhead();
      }
    }

    assertThat(admitted).isEqualTo(1_000_000);
    assertThat(nodes.store.statements()).isLessThan(100);
  }

  @Test
  void manyKeysAreAskedForTogether() {
    List<KeyState> keys =
        IntStream.range(0, 100)
            .mapToObj(
                each -> KeyStates.underQuota(new KeyId(UUID.randomUUID()), List.of(), minute()))
            .toList();
    keys.forEach(key -> admits(nodes.first, key, PLAIN));
    int begun = nodes.store.statements();

    for (int second = 0; second < 600; second++) {
      keys.forEach(key -> assertThat(admits(nodes.first, key, PLAIN)).isTrue());
      nodes.pass(Duration.ofSeconds(1));
      if (second % 2 == 0) {
        nodes.one.askAhead();
      }
    }

    assertThat(nodes.store.statements() - begun).isLessThanOrEqualTo(600 / 2 + 60);
  }

  @Test
  void windowsAreTheStoresAndNotThoseOfAWrongClock() {
    TestClock wrong = new TestClock();
    wrong.advance(Duration.ofMinutes(61).plusSeconds(30));
    CallCounter astray =
        TwoCounters.counter(new QuotaMeter(nodes.store, 1_000, wrong, nodes.nanos));
    KeyState key = nodes.key(cluster("minute", 10, 60, null));
    KeyState other = KeyStates.underQuota(new KeyId(UUID.randomUUID()), List.of(), minute());
    admits(nodes.first, other, PLAIN);
    admits(astray, other, PLAIN);

    int before = nodes.admitted(nodes.first, key, 6);
    int after = nodes.admitted(astray, key, 20);

    assertThat(before + after + nodes.admitted(nodes.first, key, 20)).isEqualTo(10);
    assertThat(after).isPositive();
  }

  private static int sum(int[] numbers) {
    return Arrays.stream(numbers).sum();
  }
}
