// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MapKeysLookupTest extends KeyLookupContract {
  private final TestClock clock = new TestClock();
  private final MapKeys keys = new MapKeys(clock);

  @Test
  void aHeldAnswerIsReadBeforeTheChangeAndArrivesAfterIt() {
    KeyFixture key = KeyFixture.minted(now());
    keys.put(key.newKey());
    MapKeys.Held held = keys.holdNext();

    Future<LookupResult> late = keys.find(key.digest());
    Answers.of(held.asked());
    long revoked = keys.revoke(key.id());
    boolean early = late.isComplete();
    held.release();

    assertThat(early).isFalse();
    LookupResult.Known stale = (LookupResult.Known) Answers.of(late);
    assertThat(stale.revision()).isLessThan(revoked);
    assertThat(stale.grant().validity().status(now())).isEqualTo(KeyStatus.ACTIVE);
    assertThat(keys.lookups()).isEqualTo(1);
  }

  @Override
  protected KeyLookup lookup() {
    return keys;
  }

  @Override
  protected void store(NewKey key) {
    keys.put(key);
  }

  @Override
  protected void change(KeyId id, KeyAction action) {
    keys.change(id, action);
  }

  @Override
  protected void goAway() {
    keys.goAway();
  }

  @Override
  protected void comeBack() {
    keys.comeBack();
  }

  @Override
  protected Instant now() {
    return clock.instant();
  }
}
