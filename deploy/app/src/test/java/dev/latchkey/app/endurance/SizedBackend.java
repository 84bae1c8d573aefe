// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.endurance;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * A backend that answers with as many bytes as the path's last segment says, as fast as they are
 * taken, or never where it says {@code never}. One event loop, whatever the number of connections.
 */
final class SizedBackend implements AutoCloseable {
  private static final Buffer PIECE = Buffer.buffer(new byte[16 * 1_024]);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpServer server =
      await(
          vertx
              .createHttpServer(new HttpServerOptions().setMaxInitialLineLength(16_384))
              .requestHandler(SizedBackend::answer)
              .exceptionHandler(reset -> {})
              .listen(0, "127.0.0.1"));

  int port() {
    return server.actualPort();
  }

  private static void answer(HttpServerRequest request) {
    request.exceptionHandler(aborted -> {});
    request.response().exceptionHandler(aborted -> {});
    String path = request.path();
    String size = path.substring(path.lastIndexOf('/') + 1);
    if (size.equals("never")) {
      return;
    }
    long length = Long.parseLong(size);
    HttpServerResponse response = request.response();
    response.putHeader("Content-Length", Long.toString(length));
    request.endHandler(all -> send(response, length));
  }

  private static void send(HttpServerResponse response, long length) {
    long rest = length;
    while (rest > PIECE.length()) {
      if (response.closed()) {
        return;
      }
      if (response.writeQueueFull()) {
        long left = rest;
        response.drainHandler(taken -> send(response, left));
        return;
      }
      response.write(PIECE);
      rest -= PIECE.length();
    }
    response.end(PIECE.slice(0, (int) rest));
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
