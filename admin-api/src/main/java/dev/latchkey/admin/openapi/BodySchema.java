// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Faults;

/** A compiled schema that reports in our own words. Immutable; any thread. */
public final class BodySchema {
  private final JsonSchema schema;

  BodySchema(JsonSchema schema) {
    this.schema = schema;
  }

  /** Notes everything about a body that the schema does not allow. */
  public void check(JsonNode body, Faults faults) {
    check(body, "", faults);
  }

  void check(JsonNode node, String pointer, Faults faults) {
    for (ValidationMessage message : schema.validate(node)) {
      String at = pointer + message.getInstanceLocation();
      switch (message.getType()) {
        case "required" -> faults.add(at + "/" + escaped(message), FaultCode.REQUIRED);
        case "additionalProperties", "unevaluatedProperties" ->
            faults.add(
                at + "/" + escaped(message),
                pointer.isEmpty() ? FaultCode.UNKNOWN_MEMBER : FaultCode.UNKNOWN_PARAMETER);
        default -> faults.add(at, code(message.getType()), argument(message));
      }
    }
  }

  private static FaultCode code(String keyword) {
    return switch (keyword) {
      case "type" -> FaultCode.WRONG_TYPE;
      case "minLength" -> FaultCode.TOO_SHORT;
      case "maxLength" -> FaultCode.TOO_LONG;
      case "minItems", "minProperties" -> FaultCode.TOO_FEW;
      case "maxItems", "maxProperties" -> FaultCode.TOO_MANY;
      case "minimum", "exclusiveMinimum" -> FaultCode.TOO_SMALL;
      case "maximum", "exclusiveMaximum" -> FaultCode.TOO_LARGE;
      case "enum", "const" -> FaultCode.NOT_ALLOWED;
      case "uniqueItems" -> FaultCode.DUPLICATE;
      default -> FaultCode.INVALID;
    };
  }

  /** The keyword's value in the schema: ours, never the client's. */
  private static String argument(ValidationMessage message) {
    JsonNode keyword = message.getSchemaNode();
    if (keyword == null) {
      return "";
    }
    JsonNode value = keyword.isObject() ? keyword.path(message.getType()) : keyword;
    return value.isArray() ? words(value) : value.asText();
  }

  private static String words(JsonNode array) {
    StringBuilder words = new StringBuilder();
    array.forEach(word -> words.append(words.isEmpty() ? "" : ", ").append(word.asText()));
    return words.toString();
  }

  private static String escaped(ValidationMessage message) {
    String property = message.getProperty();
    return property == null ? "" : property.replace("~", "~0").replace("/", "~1");
  }
}
