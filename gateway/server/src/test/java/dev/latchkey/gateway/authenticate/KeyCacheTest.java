// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.LoopWatch;
import dev.latchkey.gateway.TestNanos;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyActions;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.KeyLookup;
import dev.latchkey.keys.LookupResult;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.MapKeys.Held;
import dev.latchkey.keys.TestClock;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KeyCacheTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private final TestClock clock = new TestClock();
  private final TestNanos nanos = new TestNanos();
  private final MapKeys store = new MapKeys(clock);
  private final CacheCounters counters = new CacheCounters();
  private final KeyCache cache = started(Duration.ofSeconds(30));
  private final KeyFixture key = KeyFixture.minted(clock.instant()).scopes("leads:read");

  @Test
  void aKeyIsLookedUpOnceAndThenKnown() {
    store.put(key.newKey());
    assertThat(cache.known(key.digest())).isNull();

    KeyState loaded = load();

    assertThat(cache.known(key.digest())).isSameAs(loaded);
    assertThat(store.lookups()).isEqualTo(1);
    assertThat(counters.hits()).isEqualTo(1);
    assertThat(counters.misses()).isEqualTo(1);
  }

  @Test
  void anAnswerThatARevocationOvertookIsReadAgainAndNeverServed() {
    store.put(key.newKey());
    Held late = store.holdNext();
    Future<@Nullable KeyState> loading = cache.load(key.digest());
    Answers.of(late.asked());

    store.revoke(key.id());
    late.release();
    KeyState served = Objects.requireNonNull(Answers.of(loading));

    assertThat(served.isUsable(clock.millis())).isFalse();
    assertThat(store.lookups()).isEqualTo(2);
    assertThat(Objects.requireNonNull(cache.known(key.digest())).isUsable(clock.millis()))
        .isFalse();
  }

  @Test
  void aLateAnswerNeverResurrectsARevokedKeyThatIsCachedAlready() {
    store.put(key.newKey());
    Held late = store.holdNext();
    Future<@Nullable KeyState> loading = cache.load(key.digest());
    Answers.of(late.asked());
    store.revoke(key.id());
    cache.onChanged(store.revision(), Set.of(key.id()));

    late.release();
    Answers.of(loading);

    assertThat(Objects.requireNonNull(cache.known(key.digest())).isUsable(clock.millis()))
        .isFalse();
  }

  @Test
  void aKeyThatChangesWithEveryReadingCannotBeKnown() {
    store.put(key.newKey());
    Held first = store.holdNext();
    Held second = store.holdNext();
    Future<@Nullable KeyState> loading = cache.load(key.digest());
    Answers.of(first.asked());
    store.change(key.id(), KeyActions.disable());
    first.release();
    Answers.of(second.asked());

    store.change(key.id(), KeyActions.enable());
    second.release();

    assertThat(Answers.faultOf(loading)).hasMessageContaining("faster than it can be read");
    assertThat(store.lookups()).isEqualTo(2);
    assertThat(cache.known(key.digest())).isNull();
  }

  @Test
  void anAnswerFromBeforeMuchChangedIsReadAgain() {
    store.put(key.newKey());
    Held late = store.holdNext();
    Future<@Nullable KeyState> loading = cache.load(key.digest());
    Answers.of(late.asked());

    store.changeMany();
    late.release();

    assertThat(Answers.of(loading)).isNotNull();
    assertThat(store.lookups()).isEqualTo(2);
  }

  @Test
  void aChangeForgetsTheKeyAndNoOther() {
    KeyFixture other = KeyFixture.minted(clock.instant());
    store.put(key.newKey());
    store.put(other.newKey());
    load();
    Answers.of(cache.load(other.digest()));

    store.change(key.id(), KeyActions.disable());

    assertThat(cache.known(key.digest())).isNull();
    assertThat(cache.known(other.digest())).isNotNull();
  }

  @Test
  void anUnknownKeyIsRememberedForSecondsAndLookedUpOnce() {
    assertThat(Answers.of(cache.load(key.digest()))).isNull();
    assertThat(cache.knownInvalid(key.digest())).isTrue();
    assertThat(counters.negative()).isEqualTo(1);

    nanos.advance(Duration.ofSeconds(6));

    assertThat(cache.knownInvalid(key.digest())).isFalse();
  }

  @Test
  void aKeyThatIsCreatedIsUnknownNoLonger() {
    Answers.of(cache.load(key.digest()));

    store.put(key.newKey());

    assertThat(cache.knownInvalid(key.digest())).isFalse();
    assertThat(load().isUsable(clock.millis())).isTrue();
  }

  @Test
  void aLateNoIsNotRememberedOnceTheKeyWasCreated() {
    Held late = store.holdNext();
    Future<@Nullable KeyState> loading = cache.load(key.digest());
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
    List<Future<@Nullable KeyState>> loading =
        IntStream.range(0, 100).mapToObj(i -> cache.load(key.digest())).toList();

    held.release();

    assertThat(loading).allSatisfy(one -> assertThat(Answers.of(one)).isNotNull());
    assertThat(store.lookups()).isEqualTo(1);
  }

  @Test
  void aFloodOfWrongKeysEvictsNoRightOne() {
    store.put(key.newKey());
    load();

    for (int i = 0; i < 3_000; i++) {
      Answers.of(cache.load(KeyFixture.minted(clock.instant()).digest()));
    }

    assertThat(cache.known(key.digest())).isNotNull();
    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void whileTheStoreIsAwayAKnownKeyGoesOnForTheStaleBound() {
    store.put(key.newKey());
    load();
    store.goAway();
    store.loseFeed();

    assertThat(cache.known(key.digest())).isNotNull();
    assertThat(cache.isCurrent()).isFalse();
    assertThat(counters.stale()).isEqualTo(1);
    nanos.advance(Duration.ofSeconds(31));
    assertThat(cache.known(key.digest())).isNull();
    assertThat(cache.canServeKnown()).isFalse();
    assertThat(Answers.faultOf(cache.load(key.digest()))).hasMessage("the store is away");
  }

  @Test
  void aStaleBoundOfZeroFailsClosedAtOnce() {
    KeyCache strict = started(Duration.ZERO);
    store.put(key.newKey());
    Answers.of(strict.load(key.digest()));
    assertThat(strict.known(key.digest())).isNotNull();

    store.loseFeed();

    assertThat(strict.known(key.digest())).isNull();
  }

  @Test
  void changesDuringAnOutageTakeEffectWithTheFirstContact() {
    store.put(key.newKey());
    load();
    store.loseFeed();
    store.revoke(key.id());
    assertThat(cache.known(key.digest())).isNotNull();

    store.regainFeed();

    assertThat(cache.known(key.digest())).isNull();
    assertThat(load().isUsable(clock.millis())).isFalse();
  }

  @Test
  void anUnanswerableLookupIsNeverRememberedAsAWrongKey() {
    store.put(key.newKey());
    store.goAway();
    Answers.faultOf(cache.load(key.digest()));

    assertThat(cache.knownInvalid(key.digest())).isFalse();
    store.comeBack();
    assertThat(load()).isNotNull();
  }

  @Test
  void aStoreThatThrowsIsNotAWrongKeyEither() {
    KeyCache broken =
        cacheOver(
            digest -> {
              throw new IllegalStateException("broken");
            },
            Duration.ofSeconds(30));

    assertThat(Answers.faultOf(broken.load(key.digest()))).hasMessage("broken");
    assertThat(broken.knownInvalid(key.digest())).isFalse();
  }

  @Test
  void aKeyOfAProfileThatIsNotConfiguredIsUnknownHere() {
    store.put(key.profile("elsewhere").newKey());

    assertThat(Answers.of(cache.load(key.digest()))).isNull();
  }

  @Test
  void anUnreadableGrantIsAFaultAndNeverAWrongKey() {
    store.put(key.ipAllow("not-a-network").newKey());

    assertThat(Answers.faultOf(cache.load(key.digest())))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(cache.knownInvalid(key.digest())).isFalse();
  }

  @Test
  void aNewConfigurationReadsEveryKeyAnew() {
    store.put(key.newKey());
    load();

    cache.recompileWith(KeyStates.compiler(Map.of()));

    assertThat(cache.known(key.digest())).isNull();
  }

  @Test
  void expiryNeedsNoNews() {
    store.put(key.expiresAt(clock.instant().plusSeconds(5)).newKey());
    KeyState state = load();
    long end = clock.millis() + 5_000;

    assertThat(state.isUsable(end - 1)).isTrue();
    assertThat(state.isUsable(end)).isFalse();
  }

  @Test
  void foreignKeysAreAcceptedOnceTheStoreHoldsOne() {
    assertThat(cache.acceptsForeign()).isFalse();

    store.put(KeyFixture.imported("legacy-0123456789-abcdef", clock.instant()).newKey());

    assertThat(cache.acceptsForeign()).isTrue();
  }

  @Test
  void aChangeOfAnotherKeyCostsNoLookup() {
    store.put(key.newKey());
    load();

    cache.onChanged(store.revision() + 1, Set.of(new KeyId(UUID.randomUUID())));

    assertThat(cache.known(key.digest())).isNotNull();
    assertThat(store.lookups()).isEqualTo(1);
  }

  @Test
  void aLookupAnswersWithinItsOwnRevision() {
    store.put(key.newKey());
    KeyState state = load();

    assertThat(state.revision()).isEqualTo(store.revision());
    assertThat(Answers.of(store.find(key.digest()))).isInstanceOf(LookupResult.Known.class);
  }

  private KeyState load() {
    return Objects.requireNonNull(Answers.of(cache.load(key.digest())));
  }

  private KeyCache started(Duration stale) {
    KeyCache made = cacheOver(store, stale);
    Answers.of(store.start(made));
    return made;
  }

  private KeyCache cacheOver(KeyLookup lookup, Duration stale) {
    return new KeyCache(
        LOOPS.vertx(), lookup, KeyStates.compiler(Map.of()), 1_000, stale, nanos, counters);
  }
}
