// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Consumers as the control plane manages them. Every call is bound to one tenant, each change is
 * one transaction with its audit row. Futures fail with {@link LedgerException}.
 */
public interface ConsumerLedger {
  /** Stores a new consumer; NAME_TAKEN when the tenant has one of that external id. */
  Future<ConsumerRecord> create(Attribution by, ConsumerRecord consumer);

  /** One of the tenant's; fails with NOT_FOUND where there is none. */
  Future<ConsumerRecord> read(Tenant tenant, UUID id);

  /** A page, newest first. */
  Future<Page<ConsumerRecord>> list(Tenant tenant, Query query);

  /**
   * Changes a consumer as it is now.
   *
   * @param ifVersion refuse with PRECONDITION_FAILED unless it admits the present version
   * @param change pure; an equal result means that there is nothing to do
   */
  Future<ConsumerRecord> change(
      Attribution by, UUID id, IfVersion ifVersion, UnaryOperator<ConsumerRecord> change);

  /** Removes a consumer; INVALID_STATE while a key belongs to it, even a revoked one. */
  Future<Void> remove(Attribution by, UUID id, IfVersion ifVersion);

  /**
   * Which consumers to list. Null filters are off.
   *
   * @param text found in the external id or the name, ignoring case and accents
   * @param after with {@code afterId}: the last row of the page before
   * @param limit rows per page, 1 to 200
   */
  record Query(
      @Nullable String text,
      @Nullable String team,
      @Nullable String owner,
      @Nullable String tag,
      @Nullable String externalId,
      @Nullable Instant after,
      @Nullable UUID afterId,
      int limit) {}
}
