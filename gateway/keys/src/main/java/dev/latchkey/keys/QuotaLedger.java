// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where all nodes count together: quotas, and limits of the cluster. A node takes permits ahead and
 * spends them by itself, so that no request waits for the store and the nodes together never admit
 * more than is allowed: a permit that was handed out is used up, whether or not its node lives to
 * spend it.
 */
public interface QuotaLedger {
  /**
   * Hands out permits, one statement for all asks of quotas and one for all of limits. Each account
   * is there at most once. Asking for none tells what is left. Fails when the store is away, and
   * then nothing that was handed out may be spent.
   */
  Future<Leases> lease(List<Ask> asks);

  /** Takes back permits that were handed out and not spent, as many statements. */
  Future<Void> giveBack(List<Unspent> unspent);

  /**
   * One quota or limit in one of its spans.
   *
   * @param holder the id of the key that it is of, or of the consumer whose keys use it up together
   * @param startMillis when the span began, since 1970
   */
  record Account(UUID holder, String name, Span span, long startMillis) {}

  /**
   * @param limit permits per span as the node knows it, at least 1
   * @param want permits, at least 0; fewer are granted when fewer are left
   */
  record Ask(Account account, long limit, long want) {}

  /**
   * @param granted permits, 0 to what was wanted
   * @param left permits that nobody holds, after this one
   */
  record Lease(long granted, long left) {}

  /**
   * @param each in the order of the asks
   * @param storeMillis the store's time when it answered, since 1970; null where it has none
   * @param nodes that are at work, as far as the store knows; at least 1
   */
  record Leases(List<Lease> each, @Nullable Long storeMillis, int nodes) {
    public Leases {
      each = List.copyOf(each);
    }
  }

  /**
   * @param permits at least 1
   */
  record Unspent(Account account, long permits) {}
}
