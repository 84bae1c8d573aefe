// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.LoopWatch;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyLookup;
import dev.latchkey.keys.LookupResult;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ColdLookupsTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final LookupResult NONE = new LookupResult.Invalid(1);

  private final HeldStore store = new HeldStore();
  private final ColdLookups lookups = lookups(store);

  @Test
  void aHundredWaitForOneLookup() {
    List<Future<LookupResult>> waiting =
        IntStream.range(0, 100).mapToObj(i -> lookups.find(digest(1), false)).toList();

    store.answer(0, NONE);

    assertThat(store.asked()).isEqualTo(1);
    assertThat(waiting).allSatisfy(one -> assertThat(Answers.of(one)).isSameAs(NONE));
  }

  @Test
  void aHundredThreadsMakeOneLookup() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(100);
    for (int i = 0; i < 100; i++) {
      Thread thread =
          new Thread(
              () -> {
                awaited(go);
                lookups.find(digest(1), false);
                asked.countDown();
              });
      thread.setDaemon(true);
      thread.start();
    }

    go.countDown();

    assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(store.asked()).isEqualTo(1);
  }

  @Test
  void anAnswerIsNotRememberedHere() {
    lookups.find(digest(1), false);
    store.answer(0, NONE);

    lookups.find(digest(1), false);

    assertThat(store.asked()).isEqualTo(2);
  }

  @Test
  void noMoreThanSixteenAtOnceAndTheNextWhenOneIsDone() {
    List<Future<LookupResult>> waiting = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      waiting.add(lookups.find(digest(i), false));
    }
    assertThat(store.asked()).isEqualTo(16);

    store.answer(0, NONE);
    Future<LookupResult> seventeenth = waiting.get(16);
    await(() -> store.asked() == 17);
    store.answer(16, NONE);

    assertThat(Answers.of(seventeenth)).isSameAs(NONE);
  }

  @Test
  void whoeverWaitsTooLongIsToldThatNothingIsKnown() {
    for (int i = 0; i < 16; i++) {
      lookups.find(digest(i), false);
    }

    LookupResult late = Answers.of(lookups.find(digest(16), false));

    assertThat(late).isInstanceOf(LookupResult.Unknown.class);
    assertThat(store.asked()).isEqualTo(16);
  }

  @Test
  void aFullLineIsTurnedAwayAtOnce() {
    // No time passes, so that nobody leaves the line while it fills, however slow the machine is.
    ColdLookups full = lookups(store, () -> 0);
    int places = ColdLookups.MAX_RUNNING + ColdLookups.MAX_WAITING;
    for (int i = 0; i < places; i++) {
      full.find(digest(i), false);
    }

    Future<LookupResult> tooMany = full.find(digest(places), false);

    assertThat(tooMany.isComplete()).isTrue();
    assertThat(tooMany.result()).isInstanceOf(LookupResult.Unknown.class);
  }

  @Test
  void aStoreThatThrowsIsUnknownAndGivesItsPlaceBack() {
    ColdLookups broken =
        lookups(
            digest -> {
              throw new IllegalStateException("broken");
            });

    for (int i = 0; i < 40; i++) {
      assertThat(broken.find(digest(i), false).result()).isInstanceOf(LookupResult.Unknown.class);
    }
  }

  @Test
  void aStoreThatFailsIsUnknown() {
    Future<LookupResult> answer = lookups.find(digest(1), false);

    store.fail(0, new IllegalStateException("gone"));

    assertThat(Answers.of(answer))
        .isInstanceOfSatisfying(
            LookupResult.Unknown.class, unknown -> assertThat(unknown.cause()).hasMessage("gone"));
  }

  private static ColdLookups lookups(KeyLookup store) {
    return lookups(store, System::nanoTime);
  }

  private static ColdLookups lookups(KeyLookup store, LongSupplier nanoTime) {
    return new ColdLookups(LOOPS.vertx(), store, nanoTime, new CacheCounters());
  }

  private static KeyDigest digest(int i) {
    return KeyDigest.of("key-" + i);
  }

  /** Spins, for what happens on an event loop within microseconds; at most five seconds. */
  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
