// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.admin.json.Members;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.keys.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads limits as the API writes them. */
public final class KeyLimits {
  private KeyLimits() {}

  /** The limits of a member; none where it was sent as null. Each name is there once. */
  public static List<Limit> read(Members members, String name) {
    List<JsonNode> nodes = members.nodes(name);
    if (nodes == null) {
      return List.of();
    }
    List<Limit> limits = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < nodes.size(); i++) {
      JsonNode node = nodes.get(i);
      JsonNode burst = node.path("burst");
      int limit = node.path("limit").intValue();
      String pointer = "/" + name + "/" + i;
      if (!names.add(node.path("name").textValue())) {
        members.faults().add(pointer + "/name", FaultCode.DUPLICATE);
      }
      if (burst.intValue() > limit) {
        members.faults().add(pointer + "/burst", FaultCode.TOO_LARGE, String.valueOf(limit));
      } else {
        limits.add(
            new Limit(
                node.path("name").textValue(),
                limit,
                Duration.ofSeconds(node.path("windowSeconds").longValue()),
                burst.isNumber() ? (Integer) burst.intValue() : null));
      }
    }
    return limits;
  }
}
