// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.LoopWatch;
import dev.latchkey.gateway.TestNanos;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.KeyLookup;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the cache serves, and what it refuses to guess, while the store cannot be asked. */
class StoreOutageTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private final TestClock clock = new TestClock();
  private final TestNanos nanos = new TestNanos();
  private final MapKeys store = new MapKeys(clock);
  private final CacheCounters counters = new CacheCounters();
  private final KeyCache cache = started(Duration.ofSeconds(30));
  private final KeyFixture key = KeyFixture.minted(clock.instant()).scopes("leads:read");

  @Test
  void whileTheStoreIsAwayAKnownKeyGoesOnForTheStaleBound() {
    store.put(key.newKey());
    load();
    store.goAway();
    store.loseFeed();

    assertThat(cache.known(key.probe(), nanos.getAsLong())).isNotNull();
    assertThat(cache.canServeKnown()).isTrue();
    assertThat(counters.stale()).isEqualTo(1);
    nanos.advance(Duration.ofSeconds(31));
    assertThat(cache.known(key.probe(), nanos.getAsLong())).isNull();
    assertThat(cache.canServeKnown()).isFalse();
    assertThat(Answers.faultOf(cache.load(key.digest(), KeyStates.RULES)))
        .hasMessage("the store is away");
  }

  @Test
  void aKeyThatIsInMemoryAfterAllNeedsNoStore() {
    store.put(key.newKey());
    KeyState loaded = load();
    store.goAway();

    assertThat(load()).isSameAs(loaded);
  }

  @Test
  void aKeyInMemoryThatMayHaveBeenRevokedNeedsTheStore() {
    store.put(key.newKey());
    load();
    store.goAway();
    cache.onChanged(store.revision() + 1, Set.of(key.id()));

    assertThat(Answers.faultOf(cache.load(key.digest(), KeyStates.RULES)))
        .hasMessage("the store is away");
  }

  @Test
  void aStaleBoundOfZeroFailsClosedAtOnce() {
    KeyCache strict = started(Duration.ZERO);
    store.put(key.newKey());
    Answers.of(strict.load(key.digest(), KeyStates.RULES));
    assertThat(strict.known(key.probe(), nanos.getAsLong())).isNotNull();

    store.loseFeed();

    assertThat(strict.known(key.probe(), nanos.getAsLong())).isNull();
  }

  @Test
  void changesDuringAnOutageTakeEffectWithTheFirstContact() {
    store.put(key.newKey());
    load();
    store.loseFeed();
    store.revoke(key.id());
    assertThat(cache.known(key.probe(), nanos.getAsLong())).isNotNull();

    store.regainFeed();

    assertThat(cache.known(key.probe(), nanos.getAsLong())).isNull();
    assertThat(load().isUsable(clock)).isFalse();
  }

  @Test
  void anUnanswerableLookupIsNeverRememberedAsAWrongKey() {
    store.put(key.newKey());
    store.goAway();
    Answers.faultOf(cache.load(key.digest(), KeyStates.RULES));

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

    assertThat(Answers.faultOf(broken.load(key.digest(), KeyStates.RULES))).hasMessage("broken");
    assertThat(broken.knownInvalid(key.digest())).isFalse();
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
