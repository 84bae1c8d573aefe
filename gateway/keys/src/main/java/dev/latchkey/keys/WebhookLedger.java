// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Webhooks and what is sent to them. Calls with a tenant see that tenant's alone. Futures fail with
 * {@link LedgerException}.
 */
public interface WebhookLedger {
  /** Stores a new one, with its audit row. */
  Future<Webhook> create(Attribution by, Webhook webhook);

  /** All of a tenant, oldest first. */
  Future<List<Webhook>> list(Tenant tenant);

  /** One of the tenant's; fails with NOT_FOUND where there is none. */
  Future<Webhook> read(Tenant tenant, UUID id);

  /** Puts the same webhook's new state in place of the old, with its audit row. */
  Future<Webhook> update(Attribution by, Webhook webhook);

  /** Removes it and what waits for it, with an audit row. */
  Future<Void> delete(Attribution by, UUID id);

  /** What was or will be sent to it, newest first. */
  Future<List<Delivery>> deliveries(Tenant tenant, UUID webhook, int most);

  /** Queues an event that says no more than that the webhook works. */
  Future<Delivery> test(Attribution by, UUID webhook);

  /** Queues a delivery once more, however it ended. */
  Future<Delivery> redeliver(Attribution by, UUID webhook, UUID delivery);

  /**
   * Takes deliveries that are due, of all tenants. Nobody else gets them until the lease is over:
   * by then the taker has told how they ended, or is gone.
   */
  Future<List<Due>> takeDue(int most, Duration lease);

  /**
   * Tells how an attempt ended. Of no effect once the delivery is no longer the taker's: queued
   * once more meanwhile, or taken by another after the lease.
   */
  Future<Void> ended(Due due, Attempt attempt);

  /** Where a delivery stands. */
  enum State {
    PENDING,
    DELIVERED,
    DEAD
  }

  /**
   * @param status of the last answer; null when there was none
   * @param error of the last attempt, for people; null when it succeeded
   * @param nextAt of the next attempt while pending
   */
  record Delivery(
      UUID id,
      String type,
      State state,
      int attempts,
      Instant createdAt,
      Instant nextAt,
      @Nullable Integer status,
      @Nullable String error,
      @Nullable Instant endedAt) {}

  /**
   * @param attempts made before
   * @param payload JSON text
   * @param leasedUntil what tells this taking from any other
   */
  record Due(UUID id, Webhook webhook, int attempts, String payload, Instant leasedUntil) {}

  /**
   * @param retryAt null when this was the last attempt, or the delivery succeeded
   */
  record Attempt(
      boolean delivered,
      @Nullable Integer status,
      @Nullable String error,
      @Nullable Instant retryAt) {}
}
