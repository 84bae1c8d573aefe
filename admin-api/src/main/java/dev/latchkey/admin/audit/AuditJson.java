// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Json;
import dev.latchkey.keys.AuditEvent;
import java.util.Locale;

/** An audit row as JSON. */
final class AuditJson {
  private AuditJson() {}

  static ObjectNode write(AuditEvent event) {
    ObjectNode json = Json.object();
    json.put("id", event.id().toString());
    json.put("time", Json.instant(event.time()));
    json.put("tenant", event.tenant().id());
    json.putObject("actor")
        .put("type", event.actor().type().name().toLowerCase(Locale.ROOT))
        .put("id", event.actor().id())
        .put("name", event.actor().name());
    json.put("action", event.action());
    json.putObject("target").put("type", event.targetType()).put("id", event.targetId());
    ObjectNode changes = json.putObject("changes");
    event
        .changes()
        .forEach(
            (field, change) -> {
              ObjectNode both = changes.putObject(field);
              both.set("before", Json.tree(change.before()));
              both.set("after", Json.tree(change.after()));
            });
    json.put("reason", event.reason());
    json.put("requestId", event.requestId());
    json.put("address", event.address());
    json.put("outcome", event.outcome());
    return json;
  }
}
