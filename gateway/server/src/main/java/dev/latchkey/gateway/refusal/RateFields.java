// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.refusal;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/**
 * The rate-limit fields of one answer, ready to send.
 *
 * @param policy RateLimit-Policy
 * @param standing RateLimit
 * @param limit X-RateLimit-Limit of the most binding limit
 * @param remaining X-RateLimit-Remaining of the same
 * @param resetSeconds X-RateLimit-Reset of the same, and Retry-After when it was violated
 */
public record RateFields(
    CharSequence policy,
    CharSequence standing,
    CharSequence limit,
    CharSequence remaining,
    CharSequence resetSeconds) {

  public static final CharSequence POLICY = HttpHeaders.createOptimized("RateLimit-Policy");
  public static final CharSequence STANDING = HttpHeaders.createOptimized("RateLimit");
  private static final CharSequence LIMIT = HttpHeaders.createOptimized("X-RateLimit-Limit");
  private static final CharSequence REMAINING =
      HttpHeaders.createOptimized("X-RateLimit-Remaining");
  private static final CharSequence RESET = HttpHeaders.createOptimized("X-RateLimit-Reset");

  /**
   * The same, and after them what somebody else says of limits of his own; both apply.
   *
   * @param theirPolicy empty for nothing
   * @param theirStanding likewise
   */
  public RateFields followedBy(String theirPolicy, String theirStanding) {
    if (theirPolicy.isEmpty() && theirStanding.isEmpty()) {
      return this;
    }
    return new RateFields(
        list(policy, theirPolicy), list(standing, theirStanding), limit, remaining, resetSeconds);
  }

  private static CharSequence list(CharSequence ours, String theirs) {
    return theirs.isEmpty() ? ours : ours + ", " + theirs;
  }

  /** The same as what goes over the wire, for an answer that is given more than once. */
  public RateFields asOctets() {
    return new RateFields(
        octets(policy), octets(standing), octets(limit), octets(remaining), octets(resetSeconds));
  }

  private static CharSequence octets(CharSequence text) {
    return HttpHeaders.createOptimized(text.toString());
  }

  /** Writes them all. */
  public void onto(MultiMap headers) {
    headers.set(POLICY, policy);
    headers.set(STANDING, standing);
    headers.set(LIMIT, limit);
    headers.set(REMAINING, remaining);
    headers.set(RESET, resetSeconds);
  }
}
