// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.refusal;

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
    String policy, String standing, String limit, String remaining, String resetSeconds) {}
