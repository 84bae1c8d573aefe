// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** JSON merge patch (RFC 7396, section 2) on objects. */
public final class MergePatch {
  private MergePatch() {}

  /** A new object: the target with the patch's members set, or removed where they are null. */
  public static ObjectNode apply(ObjectNode target, ObjectNode patch) {
    ObjectNode result = target.deepCopy();
    patch
        .properties()
        .forEach(
            member -> {
              if (member.getValue().isNull()) {
                result.remove(member.getKey());
              } else {
                result.set(member.getKey(), merged(result.get(member.getKey()), member.getValue()));
              }
            });
    return result;
  }

  private static JsonNode merged(@Nullable JsonNode old, JsonNode patch) {
    if (!(patch instanceof ObjectNode change)) {
      return patch;
    }
    return apply(old instanceof ObjectNode object ? object : Json.object(), change);
  }
}
