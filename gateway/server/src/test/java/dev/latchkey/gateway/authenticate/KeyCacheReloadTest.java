// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.LoopWatch;
import dev.latchkey.gateway.TestNanos;
import dev.latchkey.gateway.identify.ScopeIndex;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyActions;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of a cached key when other rules are in force. */
class KeyCacheReloadTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private final TestClock clock = new TestClock();
  private final TestNanos nanos = new TestNanos();
  private final MapKeys store = new MapKeys(clock);
  private final KeyCache cache =
      new KeyCache(LOOPS.vertx(), store, 1_000, Duration.ofSeconds(30), nanos, new CacheCounters());
  private final KeyFixture key = KeyFixture.minted(clock.instant()).scopes("leads:read");
  private final KeyStateCompiler others = KeyStates.compiler(Map.of());

  @BeforeEach
  void load() {
    Answers.of(store.start(cache));
    store.put(key.newKey());
    Answers.of(cache.load(key.digest(), KeyStates.RULES));
  }

  @Test
  void aStateIsMadeAnewOnceWithoutAskingTheStore() {
    KeyState before = known();

    KeyState after = Objects.requireNonNull(fitting(others));

    assertThat(before.isUnder(others)).isFalse();
    assertThat(after.isUnder(others)).isTrue();
    assertThat(after.grant()).isEqualTo(before.grant());
    assertThat(known()).isSameAs(after);
    assertThat(store.lookups()).isEqualTo(1);
  }

  @Test
  void requestsOnTheirWayFinishUnderTheirOwnRules() {
    fitting(others);

    assertThat(Objects.requireNonNull(fitting(KeyStates.RULES)).isUnder(KeyStates.RULES)).isTrue();
  }

  @Test
  void aKeyWhoseProfileIsGoneFitsNoMore() {
    KeyStateCompiler without = new KeyStateCompiler(new ScopeIndex(List.of()), Map.of(), Map.of());

    assertThat(fitting(without)).isNull();
    assertThat(Answers.of(cache.load(key.digest(), without))).isNull();
  }

  @Test
  void aRevocationIsHeardOfAStateThatWasMadeAnew() {
    fitting(others);

    store.change(key.id(), KeyActions.disable());

    assertThat(cache.known(key.probe(), nanos.getAsLong())).isNull();
  }

  private CachedKey known() {
    return Objects.requireNonNull(cache.known(key.probe(), nanos.getAsLong()));
  }

  private @Nullable KeyState fitting(KeyStateCompiler rules) {
    return cache.fitting(known(), rules);
  }
}
