// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * A key being changed: starts as a copy, ends as the next {@link ApiKey}. One thread, short-lived.
 */
public final class KeyEdit {
  private final ApiKey before;
  private String name;
  private @Nullable String description;
  private SortedSet<Scope> scopes;
  private @Nullable String plan;
  private List<Limit> limits;
  private @Nullable Quota quota;
  private List<String> ipAllow;
  private @Nullable Consumer consumer;
  private Map<String, Object> metadata;
  private List<String> tags;
  private Validity validity;
  private @Nullable String revokeReason;
  private List<StoredSecret> secrets;
  private Hint hint;
  private ApiKey.@Nullable Stamp disabled;
  private ApiKey.@Nullable Stamp revoked;

  KeyEdit(ApiKey before) {
    this.before = before;
    this.name = before.name();
    this.description = before.description();
    this.scopes = before.scopes();
    this.plan = before.plan();
    this.limits = before.limits();
    this.quota = before.quota();
    this.ipAllow = before.ipAllow();
    this.consumer = before.consumer();
    this.metadata = before.metadata();
    this.tags = before.tags();
    this.validity = before.validity();
    this.revokeReason = before.revokeReason();
    this.secrets = before.secrets();
    this.hint = before.hint();
    this.disabled = before.disabled();
    this.revoked = before.revoked();
  }

  public KeyEdit name(String next) {
    name = next;
    return this;
  }

  public KeyEdit description(@Nullable String next) {
    description = next;
    return this;
  }

  public KeyEdit scopes(SortedSet<Scope> next) {
    scopes = next;
    return this;
  }

  public KeyEdit plan(@Nullable String next) {
    plan = next;
    return this;
  }

  public KeyEdit limits(List<Limit> next) {
    limits = next;
    return this;
  }

  public KeyEdit quota(@Nullable Quota next) {
    quota = next;
    return this;
  }

  public KeyEdit ipAllow(List<String> next) {
    ipAllow = next;
    return this;
  }

  public KeyEdit consumer(@Nullable Consumer next) {
    consumer = next;
    return this;
  }

  public KeyEdit metadata(Map<String, Object> next) {
    metadata = next;
    return this;
  }

  public KeyEdit tags(List<String> next) {
    tags = next;
    return this;
  }

  public KeyEdit notBefore(@Nullable Instant next) {
    validity = validity.withNotBefore(next);
    return this;
  }

  public KeyEdit expiresAt(@Nullable Instant next) {
    validity = validity.withExpiry(next);
    return this;
  }

  KeyEdit enabled(ApiKey.@Nullable Stamp stop) {
    validity = validity.withEnabled(stop == null);
    disabled = stop;
    return this;
  }

  KeyEdit revoked(ApiKey.Stamp stamp, @Nullable String reason) {
    validity = validity.revokedAt(stamp.at());
    revokeReason = reason;
    revoked = stamp;
    return this;
  }

  KeyEdit secrets(List<StoredSecret> next, Hint newestHint) {
    secrets = new ArrayList<>(next);
    hint = newestHint;
    return this;
  }

  /** The changed key, one version on. */
  public ApiKey done(Instant at, Actor by) {
    return new ApiKey(
        before.id(),
        before.tenant(),
        before.profile(),
        name,
        description,
        before.environment(),
        hint,
        scopes,
        plan,
        limits,
        quota,
        ipAllow,
        consumer,
        metadata,
        tags,
        validity,
        revokeReason,
        secrets,
        before.created(),
        new ApiKey.Stamp(at, by.id()),
        disabled,
        revoked,
        before.lastUsedAt(),
        before.quotaUse(),
        before.leak(),
        before.failingAt(),
        before.version() + 1);
  }
}
