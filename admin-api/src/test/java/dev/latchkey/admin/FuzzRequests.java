// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import com.fasterxml.jackson.databind.JsonNode;
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
  private final JsonNode document;
  private final List<String> ids;
  private final FuzzValues values;

  /**
   * @param ids of keys and other things that exist
   */
  FuzzRequests(JsonNode document, List<String> ids) {
    this.document = document;
    this.ids = List.copyOf(ids);
    this.values = new FuzzValues(document, ids);
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
            // A dot segment is no value of a parameter but another path (RFC 3986 5.2.4).
            Tuple.of(
                1,
                plain.ofMaxLength(60).filter(value -> !value.equals(".") && !value.equals(".."))))
        .map(value -> template.replaceAll("\\{[a-zA-Z]+\\}", value));
  }

  private Arbitrary<String> query(JsonNode operation) {
    List<Arbitrary<String>> parts = new ArrayList<>();
    for (JsonNode given : operation.path("parameters")) {
      JsonNode parameter = values.resolved(given);
      if (parameter.path("in").asText().equals("query")) {
        String name = parameter.path("name").asText();
        parts.add(
            values
                .of(parameter.path("schema"))
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
    JsonNode body = values.resolved(operation.path("requestBody"));
    JsonNode schema = body.at("/content/application~1json/schema");
    if (schema.isMissingNode()) {
      return Arbitraries.frequency(Tuple.of(9, ""), Tuple.of(1, "{}"), Tuple.of(1, "[]"));
    }
    return Arbitraries.frequencyOf(
        Tuple.of(14, values.of(schema).map(JsonNode::toString)),
        Tuple.of(1, Arbitraries.of("", "{", "[]", "null", "{\"a\":1,\"a\":2}", "\"\\ud800\"")),
        Tuple.of(1, Arbitraries.strings().ofMaxLength(40)));
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
