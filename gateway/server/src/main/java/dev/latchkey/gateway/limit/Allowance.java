// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import dev.latchkey.keys.Limit;
import dev.latchkey.keys.Quota;
import dev.latchkey.keys.QuotaLedger.Account;
import dev.latchkey.keys.Slice;
import dev.latchkey.keys.Span;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A quota, or a limit of the cluster, as nodes count it together.
 *
 * @param holder the key or consumer that it is of
 * @param account what the store knows it by
 * @param name what clients know it by
 * @param permits per span
 * @param limit what clients are told: calls per window
 * @param windowSeconds likewise; 0 for as long as the span, which months differ in
 */
record Allowance(
    UUID holder,
    String account,
    String name,
    Span span,
    long permits,
    long limit,
    long windowSeconds) {

  /**
   * @param prefix stands before the name where clients read it
   */
  static Allowance of(UUID holder, String prefix, Quota quota) {
    return new Allowance(
        holder,
        quota.name(),
        prefix + quota.name(),
        quota.period(),
        quota.limit(),
        quota.limit(),
        0);
  }

  /**
   * @param route whose limit it is, before the name where the store reads it; empty for none
   */
  static Allowance of(UUID holder, String route, String prefix, Limit limit) {
    Slice slice = Slice.of(limit);
    return new Allowance(
        holder,
        route + limit.name(),
        prefix + limit.name(),
        slice,
        slice.share(limit),
        limit.limit(),
        limit.window().toSeconds());
  }

  /** Whether it is a limit, and no quota. */
  boolean isLimit() {
    return windowSeconds > 0;
  }

  /** Where it is counted in the span that this instant falls into. */
  Account at(long millis) {
    return new Account(holder, account, span, span.startOf(millis));
  }

  /** One member of the RateLimit-Policy field, in the span that begins then. */
  String policy(long startMillis) {
    long seconds =
        isLimit()
            ? windowSeconds
            : TimeUnit.MILLISECONDS.toSeconds(span.endOf(startMillis) - startMillis);
    return '"' + name + "\";q=" + limit + ";w=" + seconds;
  }
}
