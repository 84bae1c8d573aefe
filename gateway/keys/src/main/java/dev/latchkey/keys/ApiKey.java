// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is managed: everything but its secret.
 *
 * @param environment null where the profile has none
 * @param plan null for the profile's own
 * @param limits replace the plan's limits of the same name
 * @param quota replaces the plan's quota of the same name; null for none of its own
 * @param ipAllow networks in CIDR form; empty for any address
 * @param metadata the operator's own pairs, JSON values as they came
 * @param secrets newest first; ended ones are dropped by the store
 * @param quotaUse of the present day and month, whichever quotas they are of
 * @param leak the first report that it was found where it does not belong; null for none
 * @param failingAt when its calls were last said to fail more than usual; null for never
 * @param version counts changes, from 1; the number in the ETag
 */
public record ApiKey(
    KeyId id,
    Tenant tenant,
    String profile,
    String name,
    @Nullable String description,
    @Nullable String environment,
    Hint hint,
    SortedSet<Scope> scopes,
    @Nullable String plan,
    List<Limit> limits,
    @Nullable Quota quota,
    List<String> ipAllow,
    @Nullable Consumer consumer,
    Map<String, Object> metadata,
    List<String> tags,
    Validity validity,
    @Nullable String revokeReason,
    List<StoredSecret> secrets,
    Stamp created,
    Stamp updated,
    @Nullable Stamp disabled,
    @Nullable Stamp revoked,
    @Nullable Instant lastUsedAt,
    List<QuotaUse> quotaUse,
    @Nullable Leak leak,
    @Nullable Instant failingAt,
    long version) {

  public ApiKey {
    scopes = Collections.unmodifiableSortedSet(new TreeSet<>(scopes));
    limits = List.copyOf(limits);
    ipAllow = List.copyOf(ipAllow);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tags = List.copyOf(tags);
    secrets = List.copyOf(secrets);
    quotaUse = List.copyOf(quotaUse);
  }

  /** What its validity says then; an environment may end it sooner. */
  public KeyStatus status(Instant now) {
    return validity.status(now);
  }

  /**
   * How the key is recognised at this moment: as its newest secret that works or waits for its
   * first use, else as the last one that did.
   */
  public Hint hint(Instant now) {
    return secrets.stream()
        .filter(secret -> secret.isLive(now))
        .findFirst()
        .map(StoredSecret::hint)
        .orElse(hint);
  }

  /** A copy to change field by field. */
  public KeyEdit edit() {
    return new KeyEdit(this);
  }

  /**
   * Where it was first found.
   *
   * @param source who reported it, such as {@code github}
   */
  public record Leak(Instant firstReportedAt, String source) {}

  /**
   * When and by whom something was done.
   *
   * @param by the actor's id
   */
  public record Stamp(Instant at, String by) {}
}
