// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.LoopWatch;
import dev.latchkey.gateway.TestNanos;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.LookupResult;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A flood of keys that nobody made reaches the store at a trickle; keys that exist do not wait. */
class FruitlessLookupsTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private final TestNanos nanos = new TestNanos();
  private final TestClock clock = new TestClock();
  private final MapKeys store = new MapKeys(clock);
  private final CacheCounters counters = new CacheCounters();
  private final ColdLookups lookups = new ColdLookups(LOOPS.vertx(), store, nanos, counters);

  @Test
  void noMoreThanFiftyInAnySecond() {
    for (int millis = 0; millis < 60_000; millis += 10) {
      flood(50, millis, true);
      nanos.advance(Duration.ofMillis(10));
    }

    assertThat(store.lookups()).isBetween(1_500, 60 * 50);
    assertThat(counters.shed()).isEqualTo(300_000 - store.lookups());
  }

  @Test
  void noMoreThanFiftyInTheFirstSecond() {
    for (int millis = 0; millis < 1_000; millis += 10) {
      flood(50, millis, true);
      nanos.advance(Duration.ofMillis(10));
    }

    assertThat(store.lookups()).isLessThanOrEqualTo(50);
  }

  @Test
  void whatIsNotLookedUpIsNotKnownRatherThanInvalid() {
    flood(100, 0, true);

    LookupResult turnedAway = Answers.of(lookups.find(KeyDigest.of("another"), true));

    assertThat(turnedAway).isInstanceOf(LookupResult.Unknown.class);
  }

  @Test
  void aSourceThatFailedALotLeavesPlacesToTheOthers() {
    flood(100, 0, true);
    KeyFixture key = KeyFixture.minted(clock.instant());
    store.put(key.newKey());

    LookupResult found = Answers.of(lookups.find(key.digest(), false));

    assertThat(found).isInstanceOf(LookupResult.Known.class);
  }

  @Test
  void aThousandKeysThatExistAreFoundWithoutWaiting() {
    for (int i = 0; i < 1_000; i++) {
      KeyFixture key = KeyFixture.minted(clock.instant());
      store.put(key.newKey());

      assertThat(lookups.find(key.digest(), false).result()).isInstanceOf(LookupResult.Known.class);
    }
  }

  private void flood(int keys, int salt, boolean suspect) {
    for (int i = 0; i < keys; i++) {
      lookups.find(KeyDigest.of("key-" + salt + '-' + i), suspect);
    }
  }
}
