// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.LoopWatch;
import dev.latchkey.gateway.TestNanos;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.Bait;
import dev.latchkey.keys.KeyActions;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.KeyLookup;
import dev.latchkey.keys.LookupResult;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    assertThat(cache.known(key.probe(), nanos.getAsLong())).isNull();

    KeyState loaded = load();

    assertThat(cache.known(key.probe(), nanos.getAsLong())).isSameAs(loaded);
    assertThat(store.lookups()).isEqualTo(1);
    assertThat(counters.hits()).isEqualTo(1);
    assertThat(counters.misses()).isEqualTo(1);
  }

  @Test
  void aKeyThatNobodyUsesForAnHourIsForgottenAndOneInUseIsNot() throws InterruptedException {
    KeyFixture used = KeyFixture.minted(clock.instant());
    store.put(key.newKey());
    store.put(used.newKey());
    load();
    Answers.of(cache.load(used.digest(), KeyStates.RULES));

    pass(Duration.ofMinutes(30));
    assertThat(cache.known(used.probe(), nanos.getAsLong())).isNotNull();
    assertThat(cache.size()).isEqualTo(2);
    pass(Duration.ofMinutes(30));

    assertThat(cache.known(used.probe(), nanos.getAsLong())).isNotNull();
    assertThat(cache.known(key.probe(), nanos.getAsLong())).isNull();
  }

  @Test
  void nothingIsForgottenWhileTheStoreIsAway() throws InterruptedException {
    KeyCache patient = started(Duration.ofHours(3));
    store.put(key.newKey());
    Answers.of(patient.load(key.digest(), KeyStates.RULES));

    patient.onLost(new IllegalStateException("away"));
    nanos.advance(Duration.ofHours(2));
    keepHouse();

    assertThat(patient.known(key.probe(), nanos.getAsLong())).isNotNull();
  }

  @Test
  void aChangeForgetsTheKeyAndNoOther() {
    KeyFixture other = KeyFixture.minted(clock.instant());
    store.put(key.newKey());
    store.put(other.newKey());
    load();
    Answers.of(cache.load(other.digest(), KeyStates.RULES));

    store.change(key.id(), KeyActions.disable());

    assertThat(cache.known(key.probe(), nanos.getAsLong())).isNull();
    assertThat(cache.known(other.probe(), nanos.getAsLong())).isNotNull();
  }

  @Test
  void aDecoyIsAnUnknownKeyThatIsKnownForWhatItIs() {
    Bait bait = new Bait(key.id(), KeyFixture.TENANT, "agent", "in the wiki");
    store.lay(key.digest(), bait);

    assertThat(Answers.of(cache.load(key.digest(), KeyStates.RULES))).isNull();
    assertThat(cache.knownInvalid(key.digest())).isTrue();
    assertThat(cache.bait(key.digest())).isEqualTo(bait);
    assertThat(cache.bait(KeyFixture.minted(clock.instant()).digest())).isNull();
  }

  @Test
  void aTextThatBecomesADecoyIsNoLongerRememberedAsUnknown() {
    Answers.of(cache.load(key.digest(), KeyStates.RULES));

    store.lay(key.digest(), new Bait(key.id(), KeyFixture.TENANT, "agent", "in the wiki"));

    assertThat(cache.knownInvalid(key.digest())).isFalse();
  }

  @Test
  void anUnknownKeyIsRememberedForSecondsAndLookedUpOnce() {
    assertThat(Answers.of(cache.load(key.digest(), KeyStates.RULES))).isNull();
    assertThat(cache.knownInvalid(key.digest())).isTrue();
    assertThat(counters.negative()).isEqualTo(1);

    nanos.advance(Duration.ofSeconds(6));

    assertThat(cache.knownInvalid(key.digest())).isFalse();
  }

  @Test
  void aKeyThatIsCreatedIsUnknownNoLonger() {
    Answers.of(cache.load(key.digest(), KeyStates.RULES));

    store.put(key.newKey());

    assertThat(cache.knownInvalid(key.digest())).isFalse();
    assertThat(load().isUsable(clock)).isTrue();
  }

  @Test
  void aFloodOfWrongKeysEvictsNoRightOne() {
    store.put(key.newKey());
    load();

    for (int i = 0; i < 500; i++) {
      nanos.advance(Duration.ofMillis(30));
      Answers.of(cache.load(KeyFixture.minted(clock.instant()).digest(), KeyStates.RULES));
    }

    assertThat(cache.known(key.probe(), nanos.getAsLong())).isNotNull();
    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void aKeyOfAProfileThatIsNotConfiguredIsUnknownHere() {
    store.put(key.profile("elsewhere").newKey());

    assertThat(Answers.of(cache.load(key.digest(), KeyStates.RULES))).isNull();
  }

  @Test
  void anUnreadableGrantIsAFaultAndNeverAWrongKey() {
    store.put(key.ipAllow("not-a-network").newKey());

    assertThat(Answers.faultOf(cache.load(key.digest(), KeyStates.RULES)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(cache.knownInvalid(key.digest())).isFalse();
  }

  @Test
  void expiryNeedsNoNews() {
    store.put(key.expiresAt(clock.instant().plusSeconds(5)).newKey());
    KeyState state = load();
    long end = clock.millis() + 5_000;

    assertThat(state.isUsable(InstantSource.fixed(Instant.ofEpochMilli(end - 1)))).isTrue();
    assertThat(state.isUsable(InstantSource.fixed(Instant.ofEpochMilli(end)))).isFalse();
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

    assertThat(cache.known(key.probe(), nanos.getAsLong())).isNotNull();
    assertThat(store.lookups()).isEqualTo(1);
  }

  @Test
  void aLookupAnswersWithinItsOwnRevision() {
    store.put(key.newKey());
    KeyState state = load();

    assertThat(state.revision()).isEqualTo(store.revision());
    assertThat(Answers.of(store.find(key.digest()))).isInstanceOf(LookupResult.Known.class);
  }

  /** Time goes by, and the cache hears that it is current, and keeps house. */
  private void pass(Duration time) throws InterruptedException {
    nanos.advance(time);
    cache.onConfirmed(store.revision(), false);
    keepHouse();
  }

  /** What the cache asked for is done once what was asked for after it is. */
  private static void keepHouse() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    CacheUpkeep.SHARED.execute(done::countDown);
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private KeyState load() {
    return Objects.requireNonNull(Answers.of(cache.load(key.digest(), KeyStates.RULES)));
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
