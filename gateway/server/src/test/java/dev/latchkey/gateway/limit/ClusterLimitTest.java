// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.latchkey.gateway.TestNanos;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authenticate.KeyStates;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.identify.Routes;
import dev.latchkey.gateway.refusal.Fault;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Limit;
import dev.latchkey.keys.MapQuotas;
import dev.latchkey.keys.Quota;
import dev.latchkey.keys.TestClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits that all nodes count together: two nodes, one store, time that is passed in. */
class ClusterLimitTest {
  private static final Route PLAIN = Routes.at("plain", "/plain");

  private final MapQuotas store = new MapQuotas();
  private final TestClock clock = new TestClock();
  private final TestNanos nanos = new TestNanos();
  private final QuotaMeter one = new QuotaMeter(store, 1_000, clock, nanos);
  private final QuotaMeter two = new QuotaMeter(store, 1_000, clock, nanos);
  private final CallCounter first = counter(one);
  private final CallCounter second = counter(two);
  private final KeyId id = new KeyId(UUID.randomUUID());

  @BeforeEach
  void twoNodesAtWork() {
    store.nodes(2);
    store.clock(clock);
  }

  @Test
  void twoNodesTogetherAdmitTheLimitInEveryWindowAndNotOneCallMore() {
    KeyState key = key(cluster("minute", 100, 60, null));

    for (int window = 0; window < 5; window++) {
      int admitted = 0;
      for (int call = 0; call < 300; call++) {
        admitted += admits(call % 3 == 0 ? first : second, key, PLAIN) ? 1 : 0;
        pass(Duration.ofMillis(window * 40L));
      }
      assertThat(admitted).isEqualTo(100);
      pass(Duration.ofSeconds(60).minusMillis(300L * window * 40));
      askAhead();
    }
  }

  @Test
  void noWindowOfAnyPlaceAdmitsMoreThanTheLimitAndOneBurst() {
    KeyState key = key(cluster("minute", 60, 60, 10));
    int[] admitted = new int[240];

    for (int tenth = 0; tenth < 2_400; tenth++) {
      CallCounter node = tenth % 7 < 3 ? first : second;
      admitted[tenth / 10] += admits(node, key, PLAIN) ? 1 : 0;
      pass(Duration.ofMillis(100));
      if (tenth % 20 == 0) {
        askAhead();
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
    store.nodes(1);
    KeyState key = key(cluster("second", 20_000, 1, null));
    int admitted = 0;

    for (int call = 0; call < 1_000_000; call++) {
      admitted += admits(first, key, PLAIN) ? 1 : 0;
      if (call % 10 == 0) {
        pass(Duration.ofMillis(1));
      }
      if (call % 20_000 == 0) {
        one.askAhead();
      }
    }

    assertThat(admitted).isEqualTo(1_000_000);
    assertThat(store.statements()).isLessThan(100);
  }

  @Test
  void manyKeysAreAskedForTogether() {
    List<KeyState> keys =
        IntStream.range(0, 100)
            .mapToObj(
                each -> KeyStates.underQuota(new KeyId(UUID.randomUUID()), List.of(), minute()))
            .toList();
    keys.forEach(key -> admits(first, key, PLAIN));
    int begun = store.statements();

    for (int second = 0; second < 600; second++) {
      keys.forEach(key -> assertThat(admits(first, key, PLAIN)).isTrue());
      pass(Duration.ofSeconds(1));
      if (second % 2 == 0) {
        one.askAhead();
      }
    }

    assertThat(store.statements() - begun).isLessThanOrEqualTo(600 / 2 + 60);
  }

  @Test
  void aRefusalNamesTheLimitAndWhenItsSliceEnds() {
    KeyState key = key(cluster("minute", 6, 60, 2));
    admitted(first, key, 2);
    pass(Duration.ofMillis(500));

    Refusal refused = refusal(first, key);

    assertThat(refused.reason()).isEqualTo(Reason.RATE_LIMITED);
    assertThat(refused.named()).containsExactly("minute");
    assertThat(Objects.requireNonNull(refused.rateFields()).policy())
        .isEqualTo("\"minute\";q=6;w=60");
    assertThat(Objects.requireNonNull(refused.rateFields()).standing())
        .isEqualTo("\"minute\";r=0;t=20");
  }

  @Test
  void aCallThatItRefusesCostsNoQuotaAndOneThatAQuotaRefusesCostsNothingOfIt() {
    Quota day = new Quota("day", 5, Quota.Period.DAY);
    KeyState key = KeyStates.underQuota(id, List.of(day), cluster("minute", 3, 60, null));

    assertThat(admitted(first, key, 9)).isEqualTo(3);
    pass(Duration.ofSeconds(60));
    assertThat(admitted(second, key, 9)).isEqualTo(2);

    assertThat(refusal(second, key).reason()).isEqualTo(Reason.QUOTA_EXCEEDED);
    assertThat(refusal(second, key).named()).containsExactly("day");
  }

  @Test
  void aRoutesLimitCountsEachKeyOnItAndCostsTheKeysOwnNothing() {
    Route route = Routes.limited("search", cluster("search", 2, 60, null));
    KeyState key = key(cluster("minute", 10, 60, null));

    int onRoute = 0;
    for (int call = 0; call < 6; call++) {
      onRoute += admits(call % 2 == 0 ? first : second, key, route) ? 1 : 0;
    }

    assertThat(onRoute).isEqualTo(2);
    assertThat(admitted(first, key, 20)).isEqualTo(8);
  }

  @Test
  void whileTheStoreIsAwayWhatIsHeldIsSpentAndThenNothingIsKnown() {
    KeyState key = key(cluster("minute", 100, 60, null));
    assertThat(admits(first, key, PLAIN)).isTrue();
    store.away(true);

    int spent = 0;
    while (first.count(key, PLAIN) != null) {
      spent++;
    }

    assertThat(spent).isEqualTo(15);
    Throwable fault = Answers.faultOf(first.askAndCount(key, PLAIN));
    assertThat(fault).isInstanceOf(Fault.class);
    assertThat(one.degraded()).isTrue();
  }

  @Test
  void windowsAreTheStoresAndNotThoseOfAWrongClock() {
    TestClock wrong = new TestClock();
    wrong.advance(Duration.ofMinutes(61).plusSeconds(30));
    CallCounter astray = counter(new QuotaMeter(store, 1_000, wrong, nanos));
    KeyState key = key(cluster("minute", 10, 60, null));
    KeyState other = KeyStates.underQuota(new KeyId(UUID.randomUUID()), List.of(), minute());
    admits(first, other, PLAIN);
    admits(astray, other, PLAIN);

    int before = admitted(first, key, 6);
    int after = admitted(astray, key, 20);

    assertThat(before + after + admitted(first, key, 20)).isEqualTo(10);
    assertThat(after).isPositive();
  }

  @Test
  void askingWhetherACallWouldPassSpendsNothing() {
    KeyState key = key(cluster("minute", 2, 60, null));
    for (int i = 0; i < 9; i++) {
      assertThat(Answers.of(first.look(key, PLAIN)).admitted()).isTrue();
    }

    assertThat(admitted(first, key, 5)).isEqualTo(2);
    assertThat(Answers.faultOf(second.look(key, PLAIN))).isInstanceOf(Refusal.class);
  }

  private static CallCounter counter(QuotaMeter meter) {
    return new CallCounter(
        new LocalLimiter(1_000, System::nanoTime), meter, new ShadowLimiter(10, System::nanoTime));
  }

  private KeyState key(Limit limit) {
    return KeyStates.underQuota(id, List.of(), limit);
  }

  private static Limit minute() {
    return cluster("minute", 600, 60, null);
  }

  private static Limit cluster(String name, int limit, int seconds, @Nullable Integer burst) {
    return new Limit(name, limit, Duration.ofSeconds(seconds), burst, Limit.Scope.CLUSTER);
  }

  private int admitted(CallCounter node, KeyState key, int calls) {
    int admitted = 0;
    for (int i = 0; i < calls; i++) {
      admitted += admits(node, key, PLAIN) ? 1 : 0;
    }
    return admitted;
  }

  private static boolean admits(CallCounter node, KeyState key, Route route) {
    try {
      if (node.count(key, route) != null) {
        return true;
      }
    } catch (Refusal refused) {
      return false;
    }
    return node.askAndCount(key, route)
        .toCompletionStage()
        .toCompletableFuture()
        .handle((decision, refused) -> refused == null)
        .join();
  }

  private static Refusal refusal(CallCounter node, KeyState key) {
    return Objects.requireNonNull(
        catchThrowableOfType(Refusal.class, () -> node.count(key, PLAIN)));
  }

  private static int sum(int[] numbers) {
    return Arrays.stream(numbers).sum();
  }

  private void askAhead() {
    one.askAhead();
    two.askAhead();
  }

  private void pass(Duration time) {
    clock.advance(time);
    nanos.advance(time);
  }
}
