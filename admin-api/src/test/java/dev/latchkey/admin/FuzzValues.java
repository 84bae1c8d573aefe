// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Draws JSON from the document's schemas: mostly what they allow, always a little beside it. */
final class FuzzValues {
  private static final List<String> ODD =
      List.of(
          "",
          " ",
          "null",
          "-1",
          "0",
          "1e9",
          "9".repeat(40),
          "*",
          "leads:*",
          "leads:read",
          "agent",
          "alo",
          "bot",
          "live",
          "test",
          "free",
          "2027-01-31T00:00:00Z",
          "9999999-01-01T00:00:00Z",
          "\u0000",
          "\u202E",
          "Trợ lý",
          "'; DROP TABLE x; --",
          "<img onerror=x>",
          "%00",
          "../..",
          "key_0000000000000000000000",
          "0199a1b2-0000-7000-8000-000000000001",
          "x".repeat(600),
          "10.0.0.0/8",
          "v1",
          "\uD800");

  private final JsonNode document;
  private final List<String> ids;

  /**
   * @param ids of keys that exist
   */
  FuzzValues(JsonNode document, List<String> ids) {
    this.document = document;
    this.ids = List.copyOf(ids);
  }

  /** A value for this schema. */
  Arbitrary<JsonNode> of(JsonNode schema) {
    return schema(schema, 0);
  }

  /** What a reference stands for. */
  JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }

  private Arbitrary<JsonNode> schema(JsonNode given, int depth) {
    JsonNode schema = resolved(given);
    return depth > 6
        ? odd()
        : Arbitraries.frequencyOf(Tuple.of(12, fitting(schema, depth)), Tuple.of(1, odd()));
  }

  private Arbitrary<JsonNode> fitting(JsonNode schema, int depth) {
    for (String choice : List.of("oneOf", "anyOf", "allOf")) {
      if (schema.has(choice) && !schema.has("properties")) {
        List<JsonNode> options = new ArrayList<>();
        schema.path(choice).forEach(options::add);
        return Arbitraries.of(options).flatMap(option -> schema(option, depth + 1));
      }
    }
    if (schema.has("enum")) {
      List<JsonNode> values = new ArrayList<>();
      schema.path("enum").forEach(values::add);
      return Arbitraries.of(values);
    }
    JsonNode type = schema.path("type");
    String word = type.isArray() ? type.get(0).asText() : type.asText();
    return switch (word) {
      case "object" -> object(schema, depth);
      case "array" ->
          schema(schema.path("items"), depth + 1)
              .list()
              .ofMaxSize(4)
              .map(
                  items -> {
                    ArrayNode array = Json.array();
                    items.forEach(array::add);
                    return array;
                  });
      case "integer", "number" ->
          Arbitraries.longs()
              .between(schema.path("minimum").asLong(-2), schema.path("maximum").asLong(100_000))
              .map(Json::tree);
      case "boolean" -> Arbitraries.of(true, false).map(Json::tree);
      case "null" -> Arbitraries.just(Json.tree(null));
      default -> text();
    };
  }

  private Arbitrary<JsonNode> object(JsonNode schema, int depth) {
    List<Arbitrary<Map.Entry<String, JsonNode>>> members = new ArrayList<>();
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              boolean required =
                  schema.path("required").toString().contains("\"" + property.getKey() + "\"");
              members.add(
                  schema(property.getValue(), depth + 1)
                      .optional(required ? 0.95 : 0.4)
                      .map(
                          value ->
                              Map.entry(
                                  value.isPresent() ? property.getKey() : "",
                                  value.orElse(Json.tree(0)))));
            });
    members.add(
        Arbitraries.frequency(
            Tuple.of(20, Map.entry("", Json.tree(0))),
            Tuple.of(1, Map.entry("@class", Json.tree("x")))));
    return Combinators.combine(members)
        .as(
            all -> {
              ObjectNode object = Json.object();
              all.stream()
                  .filter(member -> !member.getKey().isEmpty())
                  .forEach(member -> object.set(member.getKey(), member.getValue()));
              return object;
            });
  }

  private Arbitrary<JsonNode> text() {
    return Arbitraries.frequencyOf(
            Tuple.of(5, Arbitraries.of(ODD)),
            Tuple.of(2, Arbitraries.of(ids)),
            Tuple.of(2, Arbitraries.strings().ofMaxLength(30)),
            Tuple.of(2, Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(30)))
        .map(Json::tree);
  }

  private Arbitrary<JsonNode> odd() {
    return Arbitraries.oneOf(
        text(),
        Arbitraries.longs().map(Json::tree),
        Arbitraries.doubles().map(Json::tree),
        Arbitraries.of(
            Json.tree(null),
            Json.tree(true),
            Json.array(),
            Json.object(),
            Json.object().put("a", 1)));
  }
}
