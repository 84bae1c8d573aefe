// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.routes;

import static dev.latchkey.admin.access.Permission.SYSTEM_READ;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.admin.http.Answer;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.http.Operation.BodyKind;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.paging.ListJson;
import dev.latchkey.keys.NodeRegistry;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/** The gateways, and how far each has come. */
public final class NodeRoutes {
  private final NodeRegistry nodes;

  public NodeRoutes(NodeRegistry nodes) {
    this.nodes = nodes;
  }

  /** The table. */
  public List<Operation> operations() {
    return List.of(
        Operation.of(
            HttpMethod.GET,
            "/admin/v1/nodes",
            "listNodes",
            SYSTEM_READ,
            BodyKind.NONE,
            call ->
                nodes
                    .view()
                    .map(view -> Answer.ok(ListJson.whole(view.nodes(), NodeRoutes::node)))));
  }

  private static JsonNode node(NodeRegistry.Node node) {
    return Json.object()
        .put("id", node.name())
        .put("revision", node.revision())
        .put("lagMs", node.lag().toMillis())
        .put("lastSeenAt", Json.instant(node.lastSeenAt()))
        .put("silent", node.silent());
  }
}
