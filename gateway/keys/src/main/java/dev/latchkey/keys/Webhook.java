// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Somebody who wants to be told of events.
 *
 * @param events types such as {@code key.revoke}, or {@code key.*}; empty for all
 * @param enabled whether new events are queued for it
 */
public record Webhook(
    UUID id,
    Tenant tenant,
    String url,
    List<String> events,
    boolean enabled,
    Instant createdAt,
    String createdBy) {
  public Webhook {
    events = List.copyOf(events);
  }
}
