// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * Where all nodes count quotas together. A node takes permits ahead and spends them by itself, so
 * that no request waits for the store and the nodes together never admit more than a quota allows:
 * a permit that was handed out is used up, whether or not its node lives to spend it.
 */
public interface QuotaLedger {
  /**
   * Hands out permits, one statement for all asks. Each account is there at most once. Asking for
   * none tells what is left. Answers in the order of the asks; fails when the store is away, and
   * then nothing that was handed out may be spent.
   */
  Future<List<Lease>> lease(List<Ask> asks);

  /** Takes back permits that were handed out and not spent, one statement for all. */
  Future<Void> giveBack(List<Unspent> unspent);

  /**
   * One quota in one period.
   *
   * @param holder the id of the key that it is of, or of the consumer whose keys use it up together
   * @param start the first day of the period, UTC
   */
  record Account(UUID holder, String quota, Quota.Period period, LocalDate start) {}

  /**
   * @param limit the quota as the node knows it, at least 1
   * @param want permits, at least 0; fewer are granted when fewer are left
   */
  record Ask(Account account, long limit, long want) {}

  /**
   * @param granted permits, 0 to what was wanted
   * @param left permits that nobody holds, after this one
   */
  record Lease(long granted, long left) {}

  /**
   * @param permits at least 1
   */
  record Unspent(Account account, long permits) {}
}
