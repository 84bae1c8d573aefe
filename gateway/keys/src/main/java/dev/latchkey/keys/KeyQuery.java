// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which keys to list, in which order, from where on. Every filter that is null or empty is off.
 *
 * @param statuses any of these; empty hides revoked keys
 * @param text found in the name, ignoring case and accents, or equal to the id or hint
 * @param neverUsed true for keys that no call was made with, false for the others
 * @param after the last row of the page before
 * @param limit rows per page, 1 to 200
 */
public record KeyQuery(
    Set<KeyStatus> statuses,
    @Nullable String profile,
    @Nullable String environment,
    @Nullable String consumer,
    @Nullable Scope scope,
    @Nullable String tag,
    @Nullable String text,
    @Nullable Instant createdAfter,
    @Nullable Instant createdBefore,
    @Nullable Instant lastUsedBefore,
    @Nullable Boolean neverUsed,
    @Nullable Instant expiresBefore,
    Sort sort,
    boolean descending,
    @Nullable Position after,
    int limit) {

  /** By what a list can be ordered; ties are broken by id. */
  public enum Sort {
    CREATED_AT,
    NAME,
    LAST_USED_AT,
    EXPIRES_AT
  }

  /**
   * A row's place in an order.
   *
   * @param value the sort value as text; null sorts last
   */
  public record Position(@Nullable String value, KeyId id) {}

  /** The same keys in the same order, from another place on and in other pages. */
  public KeyQuery from(@Nullable Position place, int rows) {
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
        place,
        rows);
  }

  /** Everything but revoked keys, newest first. */
  public static KeyQuery all(int limit) {
    return new KeyQuery(
        Set.of(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Sort.CREATED_AT,
        true,
        null,
        limit);
  }
}
