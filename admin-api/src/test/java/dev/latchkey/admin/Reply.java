// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.admin.json.MalformedJsonException;
import dev.latchkey.admin.json.StrictJson;
import java.net.http.HttpResponse;
import java.util.List;

/** An answer, with its body read strictly. */
record Reply(HttpResponse<String> response) {
  int status() {
    return response.statusCode();
  }

  String text() {
    return response.body();
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  JsonNode json() {
    try {
      return StrictJson.parse(response.body());
    } catch (MalformedJsonException e) {
      throw new IllegalStateException(e.getMessage() + ": " + response.body(), e);
    }
  }

  /** A member of the body by its JSON pointer, as text. */
  String at(String pointer) {
    return json().at(pointer).asText();
  }

  String code() {
    return at("/code");
  }

  /** The refusals' pointers and codes. */
  List<String> errors() {
    return json().path("errors").findParents("pointer").stream()
        .map(error -> error.path("pointer").asText() + " " + error.path("code").asText())
        .toList();
  }
}
