// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import dev.latchkey.admin.catalog.Catalog;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.KeyLedger;
import dev.latchkey.keys.KeyMint;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** What every use case of keys works with. Any thread. */
record Workshop(
    Catalog catalog,
    ScopeRules scopeRules,
    KeyLedger ledger,
    KeyMint mint,
    InstantSource clock,
    SecureRandom random) {

  /** To the millisecond, as the API shows it. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  KeyId newId(Instant now) {
    return KeyId.create(now, random);
  }

  /** What a key's secret begins with. */
  String prefixOf(ApiKey key) {
    return catalog
        .profile(key.profile())
        .map(profile -> profile.prefixFor(key.environment()))
        .orElse(key.hint().prefix());
  }
}
