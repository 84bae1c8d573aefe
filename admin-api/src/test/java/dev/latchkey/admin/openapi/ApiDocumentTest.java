// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.json.MalformedJsonException;
import dev.latchkey.admin.json.StrictJson;
import dev.latchkey.admin.problem.Fault;
import dev.latchkey.admin.problem.Faults;
import dev.latchkey.admin.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiDocumentTest {
  private static final Set<String> KEYWORDS =
      Set.of(
          "$ref",
          "type",
          "enum",
          "const",
          "format",
          "description",
          "default",
          "required",
          "pattern",
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "uniqueItems",
          "minProperties");

  private final ApiDocument document = new ApiDocument();

  @Test
  void everyExampleObeysItsSchema() {
    List<String> checked = new ArrayList<>();
    for (JsonNode content : document.tree().findValues("content")) {
      for (JsonNode media : content) {
        String name = media.at("/schema/$ref").asText();
        for (JsonNode example : media.path("examples")) {
          Faults faults = new Faults();
          document
              .schema(name.substring(name.lastIndexOf('/') + 1))
              .check(example.path("value"), faults);
          assertThat(faults.isEmpty()).as(name).isTrue();
          checked.add(name);
        }
      }
    }

    assertThat(checked).hasSizeGreaterThan(4);
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    assertThat(document.tree().findValuesAsText("$ref"))
        .isNotEmpty()
        .allSatisfy(
            reference -> {
              assertThat(reference).startsWith("#/");
              assertThat(document.tree().at(reference.substring(1)).isMissingNode()).isFalse();
            });
  }

  /** As the end of a text that was not put in quotes would be. */
  @Test
  void noSchemaHasAWordThatMeansNothing() {
    List<String> odd = new ArrayList<>();
    document
        .tree()
        .at("/components/schemas")
        .properties()
        .forEach(schema -> collectOdd(schema.getKey(), schema.getValue(), odd));

    assertThat(odd).isEmpty();
  }

  private static void collectOdd(String place, JsonNode schema, List<String> odd) {
    for (Map.Entry<String, JsonNode> word : schema.properties()) {
      String at = place + "/" + word.getKey();
      switch (word.getKey()) {
        case "properties" ->
            word.getValue()
                .properties()
                .forEach(member -> collectOdd(at + "/" + member.getKey(), member.getValue(), odd));
        case "items", "additionalProperties" -> collectOdd(at, word.getValue(), odd);
        case "anyOf", "oneOf", "allOf" ->
            word.getValue().forEach(option -> collectOdd(at, option, odd));
        default -> {
          if (!KEYWORDS.contains(word.getKey())) {
            odd.add(at);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | /name required",
        "{\"name\":7} | /name wrong_type",
        "{\"name\":\"\"} | /name too_short",
        "{\"name\":\"a\",\"x~/y\":1} | /x~0~1y unknown_member",
        "{\"name\":\"a\",\"scopes\":[]} | /scopes too_few",
        "{\"name\":\"a\",\"scopes\":[\"a\",\"a\"]} | /scopes duplicate",
        "{\"name\":\"a\",\"scopes\":[1]} | /scopes/0 wrong_type",
        "{\"name\":\"a\",\"expiresInDays\":0} | /expiresInDays too_small",
        "{\"name\":\"a\",\"expiresInDays\":1.5} | /expiresInDays wrong_type",
        "{\"name\":\"a\",\"rateLimits\":[{\"name\":\"m\"}]} | /rateLimits/0/limit required",
        "{\"name\":\"a\",\"@class\":\"x\"} | /@class unknown_member"
      })
  void faultsAreToldInOurWords(String body, String fault) throws MalformedJsonException {
    Faults faults = new Faults();

    document.schema("KeyCreate").check(StrictJson.parse(body), faults);

    assertThat(told(faults)).contains(fault);
  }

  @Test
  void parametersAreReadInTheirTypes() {
    Faults faults = new Faults();

    JsonNode query =
        document
            .query("listKeys")
            .read(
                Map.of(
                    "limit", List.of("7"), "status", List.of("active,revoked"), "q", List.of("1")),
                faults);

    assertThat(faults.isEmpty()).isTrue();
    assertThat(query.path("limit").intValue()).isEqualTo(7);
    assertThat(query.path("status")).hasSize(2);
    assertThat(query.path("q").textValue()).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limit | 1e9 | wrong_type",
        "limit | -1 | too_small",
        "limit | 201 | too_large",
        "limit | 99999999999999999999 | wrong_type",
        "sort | (select 1) | not_allowed",
        "status | dead | not_allowed",
        "neverUsed | maybe | wrong_type",
        "colour | red | unknown_parameter"
      })
  void parametersAreHeldToTheDocument(String name, String value, String code) {
    Faults faults = new Faults();

    document.query("listKeys").read(Map.of(name, List.of(value)), faults);

    assertThat(told(faults)).singleElement().asString().endsWith(" " + code);
  }

  @Test
  void aParameterGivenTwiceIsRefused() {
    Faults faults = new Faults();

    document.query("listKeys").read(Map.of("limit", List.of("1", "2")), faults);

    assertThat(told(faults)).containsExactly("/query/limit repeated_parameter");
  }

  @Test
  void aHugeListIsJudgedInBoundedTime() {
    JsonNode body = Json.object().put("name", "a").set("scopes", huge());
    Faults faults = new Faults();
    long begin = System.nanoTime();

    document.schema("KeyCreate").check(body, faults);

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    assertThat(faults.isEmpty()).isFalse();
  }

  private static JsonNode huge() {
    List<String> scopes = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      scopes.add("s" + i);
    }
    return Json.array(scopes);
  }

  private static List<String> told(Faults faults) {
    try {
      faults.refuseIfAny();
      return List.of();
    } catch (Problem problem) {
      return problem.faults().stream().map(ApiDocumentTest::told).toList();
    }
  }

  private static String told(Fault fault) {
    return fault.pointer() + " " + fault.code().word();
  }
}
