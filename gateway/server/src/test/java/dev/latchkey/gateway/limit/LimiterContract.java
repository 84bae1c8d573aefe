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
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every limiter does: whom it counts, and how several limits are one decision. */
abstract class LimiterContract extends LimiterTimeContract {
  private final KeyId id = new KeyId(UUID.randomUUID());

  @Test
  void admitsTheLimitAndThenNoMore() {
    KeyState key = KeyStates.limited(id, limit("minute", 3, 60, null));

    assertThat(admitted(key, PLAIN, 5)).isEqualTo(3);
  }

  @Test
  void aCallThatOneLimitRefusesCostsNoneOfTheOthers() {
    KeyState key =
        KeyStates.limited(id, limit("second", 1, 1, null), limit("day", 10, 86_400, null));

    assertThat(admitted(key, PLAIN, 8)).isEqualTo(1);

    pass(Duration.ofSeconds(1));
    Decision next = limiter().ask(key, PLAIN);
    assertThat(next.standings()).extracting(Decision.Standing::remaining).containsExactly(0L, 8L);
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

    assertThat(decision.standings())
        .extracting(Decision.Standing::remaining)
        .containsExactly(1L, 4L);
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
