// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.browser;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A backend with a page, a WebSocket that says everything back, and events for whoever listens: a
 * call to {@code next} sends one, a call to {@code cut} ends all streams.
 */
final class LiveBackend implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final Set<HttpServerResponse> listeners = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<HttpServerRequest> asked = new LinkedBlockingQueue<>();
  private final HttpServer server =
      await(
          vertx
              .createHttpServer()
              .webSocketHandler(LiveBackend::echo)
              .requestHandler(this::answer)
              .listen(0, "127.0.0.1"));

  int port() {
    return server.actualPort();
  }

  /** The next request to a path with this end; those before it are forgotten. */
  HttpServerRequest next(String end) {
    try {
      HttpServerRequest next = asked.poll(20, TimeUnit.SECONDS);
      while (next != null && !next.path().endsWith(end)) {
        next = asked.poll(20, TimeUnit.SECONDS);
      }
      if (next == null) {
        throw new AssertionError("nobody asks for " + end);
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void echo(ServerWebSocket socket) {
    socket.textMessageHandler(socket::writeTextMessage);
    socket.binaryMessageHandler(socket::writeBinaryMessage);
  }

  private void answer(HttpServerRequest request) {
    asked.add(request);
    String path = request.path();
    HttpServerResponse response = request.response();
    switch (path.substring(path.lastIndexOf('/') + 1)) {
      case "events" -> {
        response.putHeader("Content-Type", "text/event-stream").setChunked(true);
        response.write("retry: 50\nid: 1\ndata: hello\n\n");
        response.closeHandler(v -> listeners.remove(response));
        listeners.add(response);
      }
      case "next" -> {
        listeners.forEach(listener -> listener.write("id: 7\ndata: xin chào\n\n"));
        response.end();
      }
      case "cut" -> {
        listeners.forEach(HttpServerResponse::end);
        listeners.clear();
        response.end();
      }
      default -> response.putHeader("Content-Type", "text/html").end("<title>Live</title>");
    }
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
