// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Calls over real HTTP. */
final class Web {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();

  /**
   * @param headers names and values in turn
   */
  HttpResponse<String> call(String method, String url, @Nullable String body, String... headers)
      throws IOException, InterruptedException {
    return client.send(request(method, url, body, headers), BodyHandlers.ofString());
  }

  HttpResponse<String> get(String url, String... headers) throws IOException, InterruptedException {
    return call("GET", url, null, headers);
  }

  CompletableFuture<HttpResponse<String>> begin(String url) {
    return client.sendAsync(request("GET", url, null), BodyHandlers.ofString());
  }

  static JsonObject json(HttpResponse<String> response) {
    return new JsonObject(response.body());
  }

  private static HttpRequest request(
      String method, String url, @Nullable String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(LIMIT)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }
}
