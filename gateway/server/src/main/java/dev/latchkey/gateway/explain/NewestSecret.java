// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.explain;

import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.KeyGrant;
import dev.latchkey.keys.StoredSecret;
import java.time.Instant;

/** What the data plane would be told of a key, when nobody says which of its secrets is meant. */
final class NewestSecret {
  private NewestSecret() {}

  /** By its newest secret that works, or else its newest one. */
  static KeyGrant grant(ApiKey key, Instant now) {
    StoredSecret secret =
        key.secrets().stream()
            .filter(each -> each.isLive(now))
            .findFirst()
            .orElse(key.secrets().isEmpty() ? ended(key) : key.secrets().get(0));
    return KeyGrant.of(key, secret, key.lastUsedAt() == null);
  }

  /** Stands for secrets that the store has dropped. */
  private static StoredSecret ended(ApiKey key) {
    Instant made = key.created().at();
    return StoredSecret.active(key.id().value(), made).endingAt(made);
  }
}
