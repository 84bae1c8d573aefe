// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.leaks;

import dev.latchkey.keys.Bait;
import dev.latchkey.keys.Hint;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decoy as it is managed.
 *
 * @param createdBy the actor's id
 * @param lastUsedAt null while nobody has tried it
 * @param uses alerts raised so far
 */
public record Decoy(
    Bait bait,
    Hint hint,
    Instant createdAt,
    String createdBy,
    @Nullable Instant lastUsedAt,
    long uses) {}
