// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.LoopWatch;
import dev.latchkey.gateway.TestNanos;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyActions;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.KeyLookup;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.MapKeys.Held;
import dev.latchkey.keys.TestClock;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Answers that arrive after the news that overtook them: held back, never slept for. */
class LateFillTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private final TestClock clock = new TestClock();
  private final TestNanos nanos = new TestNanos();
  private final MapKeys store = new MapKeys(clock);
  private final CacheCounters counters = new CacheCounters();
  private final KeyCache cache = started(Duration.ofSeconds(30));
  private final KeyFixture key = KeyFixture.minted(clock.instant()).scopes("leads:read");

  @Test
  void anAnswerThatARevocationOvertookIsReadAgainAndNeverServed() {
    store.put(key.newKey());
    Held late = store.holdNext();
    Future<@Nullable CachedKey> loading = cache.load(key.digest(), KeyStates.RULES);
    Answers.of(late.asked());

    store.revoke(key.id());
    late.release();
    KeyState served = Objects.requireNonNull(Answers.of(loading));

    assertThat(served.isUsable(clock)).isFalse();
    assertThat(store.lookups()).isEqualTo(2);
    assertThat(Objects.requireNonNull(cache.known(key.probe(), nanos.getAsLong())).isUsable(clock))
        .isFalse();
  }

  @Test
  void aLateAnswerNeverResurrectsARevokedKeyThatIsCachedAlready() {
    store.put(key.newKey());
    Held late = store.holdNext();
    Future<@Nullable CachedKey> loading = cache.load(key.digest(), KeyStates.RULES);
    Answers.of(late.asked());
    store.revoke(key.id());
    cache.onChanged(store.revision(), Set.of(key.id()));

    late.release();
    Answers.of(loading);

    assertThat(Objects.requireNonNull(cache.known(key.probe(), nanos.getAsLong())).isUsable(clock))
        .isFalse();
  }

  @Test
  void aKeyThatChangesWithEveryReadingCannotBeKnown() {
    store.put(key.newKey());
    Held first = store.holdNext();
    Held second = store.holdNext();
    Future<@Nullable CachedKey> loading = cache.load(key.digest(), KeyStates.RULES);
    Answers.of(first.asked());
    store.change(key.id(), KeyActions.disable());
    first.release();
    Answers.of(second.asked());

    store.change(key.id(), KeyActions.enable());
    second.release();

    assertThat(Answers.faultOf(loading)).hasMessageContaining("faster than it can be read");
    assertThat(store.lookups()).isEqualTo(2);
    assertThat(cache.known(key.probe(), nanos.getAsLong())).isNull();
  }

  @Test
  void anAnswerFromBeforeMuchChangedIsReadAgain() {
    store.put(key.newKey());
    Held late = store.holdNext();
    Future<@Nullable CachedKey> loading = cache.load(key.digest(), KeyStates.RULES);
    Answers.of(late.asked());

    store.changeMany();
    late.release();

    assertThat(Answers.of(loading)).isNotNull();
    assertThat(store.lookups()).isEqualTo(2);
  }

  @Test
  void aLateNoIsNotRememberedOnceTheKeyWasCreated() {
    Held late = store.holdNext();
    Future<@Nullable CachedKey> loading = cache.load(key.digest(), KeyStates.RULES);
    Answers.of(late.asked());

    store.put(key.newKey());
    late.release();
    Answers.of(loading);

    assertThat(cache.knownInvalid(key.digest())).isFalse();
  }

  @Test
  void aHundredRequestsForAColdKeyMakeOneLookup() {
    store.put(key.newKey());
    Held held = store.holdNext();
    List<Future<@Nullable CachedKey>> loading =
        IntStream.range(0, 100).mapToObj(i -> cache.load(key.digest(), KeyStates.RULES)).toList();

    held.release();

    assertThat(loading).allSatisfy(one -> assertThat(Answers.of(one)).isNotNull());
    assertThat(store.lookups()).isEqualTo(1);
  }

  private KeyCache started(Duration stale) {
    KeyCache made = cacheOver(store, stale);
    Answers.of(store.start(made));
    return made;
  }

  private KeyCache cacheOver(KeyLookup lookup, Duration stale) {
    return new KeyCache(LOOPS.vertx(), lookup, 1_000, stale, nanos, counters);
  }
}
