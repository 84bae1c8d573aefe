// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.refusal;

import io.vertx.core.MultiMap;

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
    String policy, String standing, String limit, String remaining, String resetSeconds) {

  /** Writes them all. */
  public void onto(MultiMap headers) {
    headers.set("RateLimit-Policy", policy);
    headers.set("RateLimit", standing);
    headers.set("X-RateLimit-Limit", limit);
    headers.set("X-RateLimit-Remaining", remaining);
    headers.set("X-RateLimit-Reset", resetSeconds);
  }
}
