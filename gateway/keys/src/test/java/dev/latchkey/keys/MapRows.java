// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@link MapKeys} holds, and what a look-up makes of it. Guarded by that one's lock. */
final class MapRows {
  private final Map<KeyId, ApiKey> keys = new HashMap<>();
  private final Map<KeyDigest, Owner> owners = new HashMap<>();
  private final Map<KeyDigest, Bait> baits = new HashMap<>();
  private final Set<KeyId> used = new HashSet<>();

  private record Owner(KeyId key, UUID secret, boolean foreign) {}

  void put(NewKey made) {
    ApiKey key = made.key();
    keys.put(key.id(), key);
    owners.put(made.digest(), new Owner(key.id(), key.secrets().get(0).id(), made.foreign()));
  }

  /** Whether anything changed. Throws NOT_FOUND. */
  boolean change(KeyId id, KeyAction action, Instant now) {
    ApiKey before = keys.get(id);
    if (before == null) {
      throw new LedgerException(LedgerException.Reason.NOT_FOUND, "no such key");
    }
    ApiKey after = action.apply(before, now, KeyFixture.ACTOR);
    KeyDigest added = action.newDigest();
    if (added != null) {
      owners.put(added, new Owner(id, after.secrets().get(0).id(), false));
    }
    keys.put(id, after);
    return !after.equals(before);
  }

  void lay(KeyDigest digest, Bait bait) {
    baits.put(digest, bait);
  }

  void remove(KeyId id) {
    keys.remove(id);
    owners.values().removeIf(owner -> owner.key().equals(id));
  }

  void markUsed(KeyId id) {
    used.add(id);
  }

  @Nullable ApiKey key(KeyId id) {
    return keys.get(id);
  }

  boolean haveForeign() {
    return owners.values().stream().anyMatch(Owner::foreign);
  }

  LookupResult find(KeyDigest digest, long revision) {
    Owner owner = owners.get(digest);
    ApiKey key = owner == null ? null : keys.get(owner.key());
    Bait bait = baits.get(digest);
    if (bait != null) {
      return new LookupResult.Baited(bait, revision);
    }
    if (owner == null || key == null) {
      return new LookupResult.Invalid(revision);
    }
    return key.secrets().stream()
        .filter(secret -> secret.id().equals(owner.secret()))
        .findFirst()
        .<LookupResult>map(secret -> known(key, secret, revision))
        .orElseGet(() -> new LookupResult.Invalid(revision));
  }

  private LookupResult known(ApiKey key, StoredSecret secret, long revision) {
    return new LookupResult.Known(KeyGrant.of(key, secret, !used.contains(key.id())), revision);
  }

  /** The ids of all keys. */
  @Override
  public String toString() {
    return keys.keySet().stream().map(KeyId::toString).collect(Collectors.joining(", "));
  }
}
