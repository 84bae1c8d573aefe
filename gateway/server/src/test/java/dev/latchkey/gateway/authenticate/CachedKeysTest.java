// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyFixture;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CachedKeysTest {
  private static final int COLLECTIONS = 20;

  private final KeyFixture key = KeyFixture.minted(Instant.EPOCH);
  private final CachedKeys keys = new CachedKeys(100, 0);

  @Test
  void aStateIsFoundByTheDigestOfItsKeyAndByNoOther() {
    CachedKey state = state(1);
    keys.put(state);

    assertThat(keys.find(key.probe())).isSameAs(state);
    assertThat(keys.find(key.digest())).isSameAs(state);
    assertThat(keys.find(KeyDigest.probe("another"))).isNull();
    assertThat(keys.size()).isEqualTo(1);
  }

  @Test
  void aStateOfBeforeThatIsDroppedTakesNoNewerOneWithIt() {
    CachedKey before = state(1);
    CachedKey newer = state(2);
    keys.put(before);
    keys.put(newer);

    keys.drop(before);

    assertThat(keys.find(key.probe())).isSameAs(newer);
  }

  @Test
  void aStateOfBeforeThatIsReplacedTakesNoNewersPlace() {
    CachedKey before = state(1);
    CachedKey newer = state(2);
    keys.put(newer);

    keys.replace(before, state(1));

    assertThat(keys.find(key.probe())).isSameAs(newer);
  }

  @Test
  void ofTwoStatesOfAKeyOnlyTheOneInItsPlaceIsHeld() {
    WeakReference<CachedKey> first = kept(1);
    WeakReference<CachedKey> second = kept(2);
    assertThat(isCollected(first)).isTrue();

    CachedKey last = state(2);
    keys.replace(Objects.requireNonNull(keys.find(key.digest())), last);

    assertThat(isCollected(second)).isTrue();
    assertThat(keys.find(key.digest())).isSameAs(last);
  }

  private WeakReference<CachedKey> kept(long revision) {
    CachedKey state = state(revision);
    keys.put(state);
    return new WeakReference<>(state);
  }

  private CachedKey state(long revision) {
    return Objects.requireNonNull(
        KeyStates.RULES.compile(key.digest(), KeyStates.limited(key.id()).grant(), revision));
  }

  private static boolean isCollected(WeakReference<?> reference) {
    for (int i = 0; i < COLLECTIONS && reference.get() != null; i++) {
      System.gc();
    }
    return reference.get() == null;
  }
}
