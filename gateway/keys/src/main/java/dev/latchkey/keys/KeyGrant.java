// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the holder of one secret may do: the part of a key that the data plane keeps in memory.
 *
 * @param secretId which of the key's secrets it was
 * @param secretPending whether this secret still waits for its first use
 * @param secretEndsAt first instant at which this secret no longer works; null for no end of its
 *     own
 * @param consumer the consumer's external id
 * @param shared what the consumer's keys use up together; null for nothing
 * @param quota replaces the plan's quota of the same name; null for none of its own
 */
public record KeyGrant(
    KeyId id,
    UUID secretId,
    boolean secretPending,
    @Nullable Instant secretEndsAt,
    Tenant tenant,
    String profile,
    String name,
    @Nullable String environment,
    SortedSet<Scope> scopes,
    @Nullable String plan,
    List<Limit> limits,
    List<String> ipAllow,
    @Nullable String consumer,
    Validity validity,
    Instant createdAt,
    boolean neverUsed,
    @Nullable SharedLimits shared,
    @Nullable Quota quota) {

  /** Of a key on its own: what it shares with its consumer's other keys is not known here. */
  public static KeyGrant of(ApiKey key, StoredSecret secret, boolean neverUsed) {
    Consumer consumer = key.consumer();
    return new KeyGrant(
        key.id(),
        secret.id(),
        secret.isPending(),
        secret.endsAt(),
        key.tenant(),
        key.profile(),
        key.name(),
        key.environment(),
        key.scopes(),
        key.plan(),
        key.limits(),
        key.ipAllow(),
        consumer == null ? null : consumer.externalId(),
        key.validity(),
        key.created().at(),
        neverUsed,
        null,
        key.quota());
  }
}
