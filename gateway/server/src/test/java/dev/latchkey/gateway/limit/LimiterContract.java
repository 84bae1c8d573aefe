// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authenticate.KeyStates;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.identify.Routes;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Limit;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every limiter does. A subclass says how to build one, and how time passes. */
abstract class LimiterContract {
  private static final Route PLAIN = Routes.limited("plain");

  private final KeyId id = new KeyId(UUID.randomUUID());

  abstract Limiter limiter();

  /** Moves the clock that the limiter was built with. */
  abstract void pass(Duration time);

  @Test
  void admitsTheLimitAndThenNoMore() {
    KeyState key = KeyStates.limited(id, limit("minute", 3, 60, null));

    assertThat(admitted(key, PLAIN, 5)).isEqualTo(3);
  }

  @Test
  void admitsAgainAfterTheWindow() {
    KeyState key = KeyStates.limited(id, limit("minute", 3, 60, null));
    admitted(key, PLAIN, 5);

    pass(Duration.ofSeconds(60));

    assertThat(admitted(key, PLAIN, 5)).isEqualTo(3);
  }

  @Test
  void refusedCallsDoNotProlongTheWait() {
    KeyState key = KeyStates.limited(id, limit("second", 1, 1, null));
    admitted(key, PLAIN, 50);

    pass(Duration.ofSeconds(1));

    assertThat(limiter().ask(key, PLAIN).admitted()).isTrue();
  }

  @Test
  void aBurstCutsTheWindowIntoSlices() {
    KeyState key = KeyStates.limited(id, limit("minute", 100, 60, 20));

    for (int slice = 0; slice < 5; slice++) {
      assertThat(admitted(key, PLAIN, 30)).as("slice " + slice).isEqualTo(20);
      pass(Duration.ofSeconds(12).minusMillis(1));
      assertThat(admitted(key, PLAIN, 1)).isZero();
      pass(Duration.ofMillis(1));
    }
  }

  @Test
  void anyWindowAdmitsAtMostLimitAndBurst() {
    KeyState key = KeyStates.limited(id, limit("minute", 100, 60, 20));
    Random random = new Random(7);
    int[] perSecond = new int[600];

    for (int second = 0; second < perSecond.length; second++) {
      perSecond[second] = admitted(key, PLAIN, random.nextInt(12));
      pass(Duration.ofSeconds(1));
    }

    for (int from = 0; from + 60 <= perSecond.length; from++) {
      int sum = 0;
      for (int second = from; second < from + 60; second++) {
        sum += perSecond[second];
      }
      assertThat(sum).as("from second " + from).isLessThanOrEqualTo(120);
    }
  }

  @Test
  void aCallThatOneLimitRefusesCostsNoneOfTheOthers() {
    KeyState key =
        KeyStates.limited(id, limit("second", 1, 1, null), limit("day", 10, 86_400, null));

    assertThat(admitted(key, PLAIN, 8)).isEqualTo(1);

    pass(Duration.ofSeconds(1));
    Decision next = limiter().ask(key, PLAIN);
    assertThat(next.standings()).extracting(Decision.Standing::remaining).containsExactly(0, 8);
  }

  @Test
  void aRefusalNamesTheViolatedLimitsAndOnlyThem() {
    KeyState key =
        KeyStates.limited(id, limit("second", 2, 1, null), limit("day", 10, 86_400, null));
    admitted(key, PLAIN, 2);

    Decision refused = limiter().ask(key, PLAIN);

    assertThat(refused.admitted()).isFalse();
    assertThat(refused.standings())
        .extracting(Decision.Standing::name, Decision.Standing::violated)
        .containsExactly(tuple("second", true), tuple("day", false));
  }

  @Test
  void keysDoNotShare() {
    Limit one = limit("minute", 1, 60, null);
    KeyState key = KeyStates.limited(id, one);
    KeyState other = KeyStates.limited(new KeyId(UUID.randomUUID()), one);

    assertThat(admitted(key, PLAIN, 3)).isEqualTo(1);
    assertThat(admitted(other, PLAIN, 3)).isEqualTo(1);
  }

  @Test
  void aKeysOwnLimitCountsAllRoutesTogether() {
    KeyState key = KeyStates.limited(id, limit("minute", 3, 60, null));

    assertThat(admitted(key, PLAIN, 2)).isEqualTo(2);
    assertThat(admitted(key, Routes.limited("other"), 2)).isEqualTo(1);
  }

  @Test
  void aRoutesLimitCountsEachKeyOnEachRoute() {
    Limit one = limit("minute", 1, 60, null);
    Route first = Routes.limited("first", one);
    Route second = Routes.limited("second", one);
    KeyState key = KeyStates.limited(id);
    KeyState other = KeyStates.limited(new KeyId(UUID.randomUUID()));

    assertThat(admitted(key, first, 2)).isEqualTo(1);
    assertThat(admitted(key, second, 2)).isEqualTo(1);
    assertThat(admitted(other, first, 2)).isEqualTo(1);
  }

  @Test
  void aRoutesLimitIsAnotherThanTheKeysOfTheSameName() {
    Route route = Routes.limited("route", limit("minute", 5, 60, null));
    KeyState key = KeyStates.limited(id, limit("minute", 2, 60, null));

    Decision decision = limiter().ask(key, route);

    assertThat(decision.standings()).extracting(Decision.Standing::remaining).containsExactly(1, 4);
  }

  @Test
  void neitherARefillOfTheCacheNorARotationGivesCallsBack() {
    admitted(KeyStates.limited(id, limit("minute", 2, 60, null)), PLAIN, 2);

    KeyState readAgain = KeyStates.limited(id, limit("minute", 2, 60, null));

    assertThat(limiter().ask(readAgain, PLAIN).admitted()).isFalse();
  }

  @Test
  void aChangedLimitStartsANewCounter() {
    admitted(KeyStates.limited(id, limit("minute", 2, 60, null)), PLAIN, 2);

    KeyState raised = KeyStates.limited(id, limit("minute", 5, 60, null));

    assertThat(admitted(raised, PLAIN, 9)).isEqualTo(5);
  }

  @Test
  void withoutALimitEverythingPassesAndNothingIsTold() {
    Decision decision = limiter().ask(KeyStates.limited(id), PLAIN);

    assertThat(decision.admitted()).isTrue();
    assertThat(decision.standings()).isEmpty();
  }

  @Test
  void theResetIsTheRestOfTheSliceRoundedUpAndNeverZero() {
    KeyState key = KeyStates.limited(id, limit("minute", 100, 60, 20));

    assertThat(reset(key)).isEqualTo(12);
    pass(Duration.ofMillis(500));
    assertThat(reset(key)).isEqualTo(12);
    pass(Duration.ofMillis(600));
    assertThat(reset(key)).isEqualTo(11);
    pass(Duration.ofMillis(10_899));
    assertThat(reset(key)).isEqualTo(1);
  }

  @Test
  void whoeverWaitsAsLongAsTheResetSaysIsAdmitted() {
    KeyState key = KeyStates.limited(id, limit("odd", 7, 60, 3));
    pass(Duration.ofMillis(1_234));
    admitted(key, PLAIN, 3);
    pass(Duration.ofMillis(777));
    Decision refused = limiter().ask(key, PLAIN);
    assertThat(refused.admitted()).isFalse();

    pass(Duration.ofSeconds(refused.standings().get(0).resetSeconds()));

    assertThat(limiter().ask(key, PLAIN).admitted()).isTrue();
  }

  @Test
  void twoHundredAtOnceAreAdmittedExactlyFiftyTimes() throws InterruptedException {
    KeyState key =
        KeyStates.limited(id, limit("minute", 50, 60, null), limit("day", 1_000, 86_400, null));
    AtomicInteger admitted = new AtomicInteger();
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(8);
    for (int i = 0; i < 8; i++) {
      start(
          () -> {
            awaited(go);
            admitted.addAndGet(admitted(key, PLAIN, 25));
            done.countDown();
          });
    }

    go.countDown();

    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(admitted).hasValue(50);
    pass(Duration.ofSeconds(60));
    assertThat(limiter().ask(key, PLAIN).standings().get(1).remaining()).isEqualTo(949);
  }

  @Test
  void neverWaits() {
    KeyState key = KeyStates.limited(id, limit("day", 1, 86_400, null));
    long before = System.nanoTime();

    admitted(key, PLAIN, 1_000);

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
  }

  static Limit limit(String name, int calls, int seconds, @Nullable Integer burst) {
    return new Limit(name, calls, Duration.ofSeconds(seconds), burst);
  }

  private int admitted(KeyState key, Route route, int calls) {
    int admitted = 0;
    for (int i = 0; i < calls; i++) {
      admitted += limiter().ask(key, route).admitted() ? 1 : 0;
    }
    return admitted;
  }

  private int reset(KeyState key) {
    List<Decision.Standing> standings = limiter().ask(key, PLAIN).standings();
    return standings.get(0).resetSeconds();
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
