// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.arbitraries.StringArbitrary;

/**
 * Draws requests from the OpenAPI document: mostly what it describes, always a little beside it.
 */
final class FuzzRequests {
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
  FuzzRequests(JsonNode document, List<String> ids) {
    this.document = document;
    this.ids = List.copyOf(ids);
  }

  /** One request; the operation is there for judging the answer. */
  record Request(
      JsonNode operation,
      String pointer,
      String method,
      String path,
      String query,
      Map<String, String> headers,
      String body) {
    @Override
    public String toString() {
      return method + " " + path + query + " " + headers + "\n" + body;
    }
  }

  private record Place(String method, String path) {}

  /** Any operation of the document. */
  Arbitrary<Request> any() {
    List<Place> places = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (!method.equals("parameters")) {
                            places.add(new Place(method, path.getKey()));
                          }
                        }));
    return Arbitraries.of(places).flatMap(this::of);
  }

  private Arbitrary<Request> of(Place place) {
    String pointer =
        "/paths/" + place.path().replace("~", "~0").replace("/", "~1") + "/" + place.method();
    JsonNode operation = document.at(pointer);
    return Combinators.combine(path(place.path()), query(operation), headers(), body(operation))
        .as(
            (path, query, headers, body) ->
                new Request(
                    operation,
                    pointer,
                    place.method().toUpperCase(Locale.ROOT),
                    path,
                    query,
                    headers,
                    body));
  }

  private Arbitrary<String> path(String template) {
    if (!template.contains("{")) {
      return Arbitraries.just(template);
    }
    StringArbitrary plain =
        Arbitraries.strings().withCharRange('a', 'z').numeric().withChars("-_.~").ofMinLength(1);
    return Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.of(ids)),
            Tuple.of(2, Arbitraries.of("agent", "alo", "bot")),
            Tuple.of(1, plain.ofMaxLength(60)))
        .map(value -> template.replaceAll("\\{[a-zA-Z]+\\}", value));
  }

  private Arbitrary<String> query(JsonNode operation) {
    List<Arbitrary<String>> parts = new ArrayList<>();
    for (JsonNode given : operation.path("parameters")) {
      JsonNode parameter = resolved(given);
      if (parameter.path("in").asText().equals("query")) {
        String name = parameter.path("name").asText();
        parts.add(
            schema(parameter.path("schema"), 0)
                .map(
                    value -> name + "=" + encoded(value.isArray() ? joined(value) : value.asText()))
                .optional(0.25)
                .map(part -> part.orElse("")));
      }
    }
    parts.add(
        Arbitraries.frequency(Tuple.of(15, ""), Tuple.of(1, "colour=red"), Tuple.of(1, "a=%ff")));
    return Combinators.combine(parts)
        .as(
            all -> {
              String joined = String.join("&", all.stream().filter(p -> !p.isEmpty()).toList());
              return joined.isEmpty() ? "" : "?" + joined;
            });
  }

  private static Arbitrary<Map<String, String>> headers() {
    Arbitrary<String> type =
        Arbitraries.frequency(
            Tuple.of(12, "application/json"),
            Tuple.of(2, "application/merge-patch+json"),
            Tuple.of(1, "text/plain"),
            Tuple.of(1, "application/json; charset=utf-16"));
    Arbitrary<String> tag =
        Arbitraries.frequency(
            Tuple.of(12, ""), Tuple.of(2, "\"v1\""), Tuple.of(1, "W/\"v1\""), Tuple.of(1, "v"));
    Arbitrary<String> language = Arbitraries.of("en", "vi", "vi;q=x", "*", "");
    Arbitrary<String> idempotency =
        Arbitraries.frequency(
            Tuple.of(12, ""), Tuple.of(1, "x"), Tuple.of(2, "0123456789012345678901234567"));
    return Combinators.combine(type, tag, language, idempotency)
        .as(
            (contentType, ifMatch, accepted, once) -> {
              Map<String, String> headers = new TreeMap<>();
              headers.put("Content-Type", contentType);
              put(headers, "If-Match", ifMatch);
              put(headers, "Accept-Language", accepted);
              put(headers, "Idempotency-Key", once);
              return headers;
            });
  }

  private static void put(Map<String, String> headers, String name, String value) {
    if (!value.isEmpty()) {
      headers.put(name, value);
    }
  }

  private Arbitrary<String> body(JsonNode operation) {
    JsonNode body = resolved(operation.path("requestBody"));
    JsonNode schema = body.at("/content/application~1json/schema");
    if (schema.isMissingNode()) {
      return Arbitraries.frequency(Tuple.of(9, ""), Tuple.of(1, "{}"), Tuple.of(1, "[]"));
    }
    return Arbitraries.frequencyOf(
        Tuple.of(14, schema(schema, 0).map(JsonNode::toString)),
        Tuple.of(1, Arbitraries.of("", "{", "[]", "null", "{\"a\":1,\"a\":2}", "\"\\ud800\"")),
        Tuple.of(1, Arbitraries.strings().ofMaxLength(40)));
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

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }

  private static String joined(JsonNode array) {
    StringBuilder words = new StringBuilder();
    array.forEach(word -> words.append(words.isEmpty() ? "" : ",").append(word.asText()));
    return words.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
