// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.latchkey.gateway.wire.Answer;
import dev.latchkey.gateway.wire.Head;
import dev.latchkey.gateway.wire.Seen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Compares what came with what a scenario says. */
final class Expectation {
  private final ScenarioKeys keys;

  Expectation(ScenarioKeys keys) {
    this.keys = keys;
  }

  void check(Answer answer, Tree then) {
    assertThat(answer.status()).as("status of %s", answer).isEqualTo(number(then, "status"));
    assertThat(answer.interim()).map(String::valueOf).isEqualTo(then.words("interim"));
    assertThat(answer.whole()).as("the answer came to its end").isEqualTo(!then.has("brokenOff"));
    headers(answer.head(), then);
    if (then.has("body")) {
      assertThat(answer.body()).isEqualTo(then.text("body"));
    }
    if (then.has("bodyLength")) {
      assertThat(answer.body()).hasSize(number(then, "bodyLength"));
    }
    Map<String, String> members = then.texts("json");
    if (!members.isEmpty()) {
      assertThat(json(answer.body())).containsAllEntriesOf(filled(members));
    }
    ownAnswer(answer);
    then.done();
  }

  void check(Seen seen, Tree upstream) {
    if (upstream.has("line")) {
      assertThat(seen.head().start()).isEqualTo(upstream.text("line"));
    }
    headers(seen.head(), upstream);
    if (upstream.has("body")) {
      assertThat(seen.body()).isEqualTo(upstream.text("body"));
    }
    assertThat(seen.whole()).isEqualTo(!upstream.has("brokenOff"));
    for (String secret : keys.secrets()) {
      assertThat(seen.head().toString()).as("no key goes upstream").doesNotContain(secret);
    }
    upstream.done();
  }

  private void headers(Head head, Tree then) {
    filled(then.texts("headers"))
        .forEach((name, value) -> assertThat(head.value(name)).as(name).isEqualTo(value));
    filled(then.texts("matching"))
        .forEach((name, value) -> assertThat(head.value(name)).as(name).matches(value));
    for (String name : then.words("absent")) {
      assertThat(head.values(name)).as(name).isEmpty();
    }
  }

  /** What holds for every answer, and for every one that Latchkey makes itself. */
  private void ownAnswer(Answer answer) {
    assertThat(answer.head().values("X-Request-Id")).hasSize(1);
    if (!answer.head().value("Content-Type").equals("application/problem+json")) {
      return;
    }
    assertThat(answer.head().value("Cache-Control")).isEqualTo("no-store");
    for (String secret : keys.secrets()) {
      assertThat(answer.toString()).doesNotContain(secret);
    }
    if (!answer.body().isEmpty()) {
      assertThat(json(answer.body()))
          .containsKeys("type", "title", "detail")
          .containsEntry("status", Integer.toString(answer.status()))
          .containsEntry("requestId", answer.head().value("X-Request-Id"));
    }
  }

  private Map<String, String> filled(Map<String, String> templates) {
    Map<String, String> filled = new LinkedHashMap<>();
    templates.forEach((name, value) -> filled.put(name, keys.fill(value)));
    return filled;
  }

  private static int number(Tree then, String name) {
    return Integer.parseInt(then.text(name));
  }

  /** Members as text; a list of words joined by blanks. Fails on anything that is no document. */
  private static Map<String, String> json(String body) {
    Map<String, String> members = new LinkedHashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(body)) {
      assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        StringBuilder value = new StringBuilder();
        if (parser.nextToken() == JsonToken.START_ARRAY) {
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            value.append(value.length() == 0 ? "" : " ").append(parser.getText());
          }
        } else {
          value.append(parser.getText());
        }
        members.put(name, value.toString());
      }
      assertThat(parser.nextToken()).as("nothing follows the document").isNull();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return members;
  }
}
