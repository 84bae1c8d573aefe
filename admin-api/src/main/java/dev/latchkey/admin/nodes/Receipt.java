// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.nodes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Json;
import java.util.List;

/**
 * Which gateways have confirmed a change, and which may not have heard of it yet.
 *
 * @param revision of the change sequence, this change included
 * @param tookMillis from the change to this statement
 */
public record Receipt(
    long revision, List<String> appliedOn, List<String> pending, long tookMillis) {
  public Receipt {
    appliedOn = List.copyOf(appliedOn);
    pending = List.copyOf(pending);
  }

  /** As answers carry it. */
  public ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("revision", revision);
    json.set("appliedOn", Json.array(appliedOn));
    json.set("pending", Json.array(pending));
    return json.put("tookMs", tookMillis);
  }
}
