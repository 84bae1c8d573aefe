// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.keys.Canary;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plain calls, and a record of every answer. */
final class Calls {
  private static final ObjectMapper json = new ObjectMapper();
  private static final Pattern SECRET = Pattern.compile("\"secret\":\"([^\"]{24,})\"");

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final StringBuilder heard = new StringBuilder();

  record Answer(int status, String body, Map<String, List<String>> headers) {
    JsonNode json() {
      try {
        return json.readTree(body);
      } catch (IOException e) {
        throw new AssertionError("not JSON: " + body, e);
      }
    }

    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of("")).get(0);
    }
  }

  Answer get(String url, String... headers) {
    return send(request(url, headers).GET().build());
  }

  Answer post(String url, String body, String... headers) {
    return send(
        request(url, headers)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  Answer patch(String url, String body, String... headers) {
    return send(
        request(url, headers)
            .header("Content-Type", "application/merge-patch+json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** Status and body of everything that came back, for searching. */
  String heard() {
    return heard.toString();
  }

  /** What shows a secret lets it loose; nothing else may show one. */
  private void guard(HttpRequest request, HttpResponse<String> response) {
    Matcher shown = SECRET.matcher(response.body());
    if (request.method().equals("POST") && response.statusCode() / 100 == 2 && shown.find()) {
      Canary.release("a key", shown.group(1));
      heard.append(shown.replaceAll("(shown once)")).append('\n');
      return;
    }
    String answer = response.headers().map() + response.body();
    Canary.requireNoneIn(
        "the answer to " + request.method() + " " + request.uri().getPath(), answer);
    heard.append(answer).append('\n');
  }

  private static HttpRequest.Builder request(String url, String... headers) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20));
    return headers.length == 0 ? builder : builder.headers(headers);
  }

  private Answer send(HttpRequest request) {
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      guard(request, response);
      return new Answer(response.statusCode(), response.body(), response.headers().map());
    } catch (IOException e) {
      return new Answer(0, String.valueOf(e.getMessage()), Map.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
