// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.time.Instant;

class MapKeysFeedTest extends KeyChangeFeedContract {
  private final TestClock clock = new TestClock();
  private final MapKeys keys = new MapKeys(clock);

  @Override
  protected KeyChangeFeed feed() {
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
  protected void loseContact() {
    keys.loseFeed();
  }

  @Override
  protected void regainContact() {
    keys.regainFeed();
  }

  @Override
  protected Instant now() {
    return clock.instant();
  }
}
