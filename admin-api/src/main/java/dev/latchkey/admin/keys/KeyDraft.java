// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import dev.latchkey.config.ProfileConfig;
import dev.latchkey.keys.Actor;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.Consumer;
import dev.latchkey.keys.Hint;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Limit;
import dev.latchkey.keys.Quota;
import dev.latchkey.keys.Scope;
import dev.latchkey.keys.StoredSecret;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.Validity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A new key that obeys every rule, before it has an id and a secret. */
record KeyDraft(
    ProfileConfig profile,
    @Nullable String environment,
    String name,
    @Nullable String description,
    NavigableSet<Scope> scopes,
    @Nullable String plan,
    List<Limit> limits,
    @Nullable Quota quota,
    List<String> ipAllow,
    @Nullable UUID consumer,
    Map<String, Object> metadata,
    List<String> tags,
    Validity validity) {

  String prefix() {
    return profile.prefixFor(environment);
  }

  ApiKey toKey(KeyId id, UUID secret, Hint hint, Tenant tenant, Actor by, Instant now) {
    ApiKey.Stamp stamp = new ApiKey.Stamp(now, by.id());
    return new ApiKey(
        id,
        tenant,
        profile.id(),
        name,
        description,
        environment,
        hint,
        scopes,
        plan,
        limits,
        quota,
        ipAllow,
        consumer == null ? null : new Consumer(consumer, ""),
        metadata,
        tags,
        validity,
        null,
        List.of(StoredSecret.active(secret, now)),
        stamp,
        stamp,
        null,
        null,
        null,
        List.of(),
        null,
        null,
        1);
  }
}
