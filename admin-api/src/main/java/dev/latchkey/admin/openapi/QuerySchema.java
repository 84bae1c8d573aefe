// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Faults;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The query parameters of one operation. Immutable; any thread. */
public final class QuerySchema {
  static final QuerySchema ANYTHING = new QuerySchema(Json.object(), null);

  private static final String POINTER = "/query";
  private static final int INTEGER_DIGITS = 18;

  private final ObjectNode properties;
  private final @Nullable BodySchema schema;

  QuerySchema(ObjectNode properties, @Nullable BodySchema schema) {
    this.properties = properties;
    this.schema = schema;
  }

  /** Where faults of parameters are found. */
  public static String pointer() {
    return POINTER;
  }

  /** The parameters in the types that the document gives them; what is wrong is noted. */
  public ObjectNode read(Map<String, List<String>> sent, Faults faults) {
    ObjectNode query = Json.object();
    if (schema == null) {
      return query;
    }
    sent.forEach(
        (name, values) -> {
          JsonNode declared = properties.path(name);
          boolean isList = declared.path("type").asText().equals("array");
          if (values.size() > 1 && !isList) {
            faults.add(POINTER + "/" + name, FaultCode.REPEATED_PARAMETER);
          }
          query.set(name, isList ? list(values) : typed(declared, values.get(0)));
        });
    schema.check(query, POINTER, faults);
    return query;
  }

  private static JsonNode list(List<String> values) {
    ArrayNode list = Json.array();
    values.forEach(value -> List.of(value.split(",", -1)).forEach(list::add));
    return list;
  }

  private static JsonNode typed(JsonNode declared, String value) {
    return switch (declared.path("type").asText()) {
      case "integer" -> isInteger(value) ? Json.tree(Long.parseLong(value)) : Json.tree(value);
      case "boolean" ->
          value.equals("true") || value.equals("false")
              ? Json.tree(Boolean.parseBoolean(value))
              : Json.tree(value);
      default -> Json.tree(value);
    };
  }

  private static boolean isInteger(String value) {
    int digits = value.startsWith("-") ? value.length() - 1 : value.length();
    return digits > 0
        && digits <= INTEGER_DIGITS
        && value.substring(value.length() - digits).chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
