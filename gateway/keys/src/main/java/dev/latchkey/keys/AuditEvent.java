// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit trail: written in the transaction of the change it describes.
 *
 * @param changes field to before and after; no field ever holds a secret or a digest
 * @param outcome {@code success}, or the code of the refusal
 */
public record AuditEvent(
    UUID id,
    Instant time,
    Tenant tenant,
    Actor actor,
    String action,
    String targetType,
    String targetId,
    Map<String, Change> changes,
    @Nullable String reason,
    String requestId,
    @Nullable String address,
    String outcome) {

  /** A field's value before and after; null where there was or is none. */
  public record Change(@Nullable Object before, @Nullable Object after) {}
}
