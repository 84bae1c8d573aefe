// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.leaks;

import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Tenant;
import java.time.Instant;
import java.util.UUID;

/**
 * A key or decoy that was found where it does not belong. Never holds the text itself.
 *
 * @param source who reported it, such as {@code github}
 * @param url where it was found; empty if that was not told
 * @param kind what the reporter calls it; empty for nothing
 * @param action what was done: {@code notify}, {@code disable} or {@code revoke}
 */
public record LeakReport(
    UUID id,
    Tenant tenant,
    KeyId key,
    String source,
    String url,
    String kind,
    String action,
    Instant reportedAt) {}
