// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;

/**
 * A backend that answers with what it received: method, path as sent, headers by their lower-case
 * names (repeated ones joined by a comma), body as text. One event loop.
 */
final class EchoBackend {
  private static final int MAX_BODY_BYTES = 1_024 * 1_024;

  private final Vertx vertx;

  EchoBackend(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Binds to any free port of loopback; the server is the caller's to close. */
  Future<HttpServer> listen() {
    return vertx.createHttpServer().requestHandler(EchoBackend::answer).listen(0, "127.0.0.1");
  }

  private static void answer(HttpServerRequest request) {
    Buffer body = Buffer.buffer();
    request.handler(
        part -> {
          // The rest of a body that is too long is read and forgotten.
          if (body.length() <= MAX_BODY_BYTES) {
            body.appendBuffer(part);
          }
        });
    request.endHandler(end -> answer(request, body));
  }

  private static void answer(HttpServerRequest request, Buffer body) {
    if (body.length() > MAX_BODY_BYTES) {
      request.response().setStatusCode(413).end();
      return;
    }
    JsonObject headers = new JsonObject();
    for (Map.Entry<String, String> field : request.headers()) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      String before = headers.getString(name);
      headers.put(name, before == null ? field.getValue() : before + ", " + field.getValue());
    }
    Buffer echo =
        new JsonObject()
            .put("method", request.method().name())
            .put("path", request.uri())
            .put("headers", headers)
            .put("body", body.toString())
            .toBuffer()
            .appendString("\n");
    request.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(echo);
  }
}
