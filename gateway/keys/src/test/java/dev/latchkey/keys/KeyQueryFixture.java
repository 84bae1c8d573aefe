// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A query made filter by filter. */
public final class KeyQueryFixture {
  private Set<KeyStatus> statuses = Set.of();
  private @Nullable String profile;
  private @Nullable String environment;
  private @Nullable String consumer;
  private @Nullable Scope scope;
  private @Nullable String tag;
  private @Nullable String text;
  private @Nullable Instant createdAfter;
  private @Nullable Instant createdBefore;
  private @Nullable Instant lastUsedBefore;
  private @Nullable Boolean neverUsed;
  private @Nullable Instant expiresBefore;
  private KeyQuery.Sort sort = KeyQuery.Sort.CREATED_AT;
  private boolean descending;
  private KeyQuery.@Nullable Position after;
  private int limit = 50;

  public KeyQueryFixture statuses(KeyStatus... any) {
    statuses = Set.of(any);
    return this;
  }

  public KeyQueryFixture profile(String value) {
    profile = value;
    return this;
  }

  public KeyQueryFixture environment(String value) {
    environment = value;
    return this;
  }

  public KeyQueryFixture consumer(String value) {
    consumer = value;
    return this;
  }

  public KeyQueryFixture scope(Scope value) {
    scope = value;
    return this;
  }

  public KeyQueryFixture tag(String value) {
    tag = value;
    return this;
  }

  public KeyQueryFixture text(String value) {
    text = value;
    return this;
  }

  public KeyQueryFixture createdAfter(Instant value) {
    createdAfter = value;
    return this;
  }

  public KeyQueryFixture createdBefore(Instant value) {
    createdBefore = value;
    return this;
  }

  public KeyQueryFixture lastUsedBefore(Instant value) {
    lastUsedBefore = value;
    return this;
  }

  public KeyQueryFixture neverUsed(boolean never) {
    neverUsed = never;
    return this;
  }

  public KeyQueryFixture expiresBefore(Instant value) {
    expiresBefore = value;
    return this;
  }

  public KeyQueryFixture limit(int value) {
    limit = value;
    return this;
  }

  public KeyQueryFixture sorted(KeyQuery.Sort by, boolean down, KeyQuery.@Nullable Position from) {
    sort = by;
    descending = down;
    after = from;
    return this;
  }

  public KeyQuery build() {
    return new KeyQuery(
        statuses,
        profile,
        environment,
        consumer,
        scope,
        tag,
        text,
        createdAfter,
        createdBefore,
        lastUsedBefore,
        neverUsed,
        expiresBefore,
        sort,
        descending,
        after,
        limit);
  }
}
