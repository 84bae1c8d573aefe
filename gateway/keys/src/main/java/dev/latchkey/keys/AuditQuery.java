// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which audit rows to list, newest first. Null filters are off.
 *
 * @param afterTime with {@code afterId}: the last row of the page before
 * @param limit rows per page, 1 to 200
 */
public record AuditQuery(
    @Nullable String targetId,
    @Nullable String action,
    @Nullable String actorId,
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable Instant afterTime,
    @Nullable UUID afterId,
    int limit) {}
