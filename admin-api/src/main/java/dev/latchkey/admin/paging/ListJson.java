// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.paging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Json;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The envelope of every list. */
public final class ListJson {
  private ListJson() {}

  /**
   * One page.
   *
   * @param nextCursor null on the last page
   */
  public static <T> ObjectNode page(
      Collection<T> rows, Function<T, ? extends JsonNode> writer, @Nullable String nextCursor) {
    ObjectNode json = Json.object();
    ArrayNode data = json.putArray("data");
    rows.forEach(row -> data.add(writer.apply(row)));
    json.put("nextCursor", nextCursor);
    json.put("hasMore", nextCursor != null);
    return json;
  }

  /** A list that is always complete. */
  public static <T> ObjectNode whole(Collection<T> rows, Function<T, ? extends JsonNode> writer) {
    return page(rows, writer, null);
  }
}
