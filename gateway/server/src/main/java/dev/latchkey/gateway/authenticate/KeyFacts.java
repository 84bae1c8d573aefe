// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import dev.latchkey.keys.KeyGrant;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Limit;
import dev.latchkey.keys.Quota;
import dev.latchkey.keys.Scope;
import dev.latchkey.keys.SharedLimits;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.Validity;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The part of a grant that many keys have in common: whose they are and what they may do, and not
 * which of them it is.
 */
record KeyFacts(
    Tenant tenant,
    String profile,
    @Nullable String environment,
    SortedSet<Scope> scopes,
    @Nullable String plan,
    List<Limit> limits,
    List<String> ipAllow,
    @Nullable String consumer,
    @Nullable SharedLimits shared,
    @Nullable Quota quota) {

  /** The grant of one that has these facts, with what is its own. */
  KeyGrant grant(
      KeyId id,
      UUID secretId,
      boolean secretPending,
      @Nullable Instant secretEndsAt,
      String name,
      Validity validity,
      Instant createdAt,
      boolean neverUsed) {
    return new KeyGrant(
        id,
        secretId,
        secretPending,
        secretEndsAt,
        tenant,
        profile,
        name,
        environment,
        scopes,
        plan,
        limits,
        ipAllow,
        consumer,
        validity,
        createdAt,
        neverUsed,
        shared,
        quota);
  }
}
