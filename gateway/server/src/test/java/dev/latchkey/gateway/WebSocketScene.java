// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import dev.latchkey.keys.Answers;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;

/** A gateway before a backend that takes WebSockets, and a client for it. */
final class WebSocketScene implements AutoCloseable {
  final TestGateway gateway;
  private final HttpServer backend;
  private final WebSocketClient client;

  /**
   * @param backend with its handlers, not listening yet
   * @param upstream further settings of the upstream
   */
  WebSocketScene(Vertx vertx, HttpServer backend, String upstream, MapKeys keys, TestClock clock) {
    this.backend = Answers.of(backend.listen(0, "127.0.0.1"));
    this.gateway =
        new TestGateway(vertx, TestConfig.of(backend.actualPort(), upstream), keys, clock);
    this.client = vertx.createWebSocketClient();
  }

  Future<WebSocket> connect(WebSocketConnectOptions to) {
    return client.connect(to);
  }

  WebSocketConnectOptions to(String path) {
    return new WebSocketConnectOptions().setHost("127.0.0.1").setPort(gateway.port()).setURI(path);
  }

  @Override
  public void close() {
    Answers.of(client.close());
    gateway.close();
    Answers.of(backend.close());
  }
}
