// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.leaks;

import dev.latchkey.keys.Bait;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one try with a decoy.
 *
 * @param where {@code gateway} with the route's id, or {@code admin}
 * @param address the client's, as the trust rules have it
 * @param path without a query
 */
public record DecoyUse(
    Bait bait,
    Instant at,
    String where,
    @Nullable String address,
    String method,
    String path,
    @Nullable String userAgent,
    String requestId) {}
