// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import dev.latchkey.config.UpstreamConfig;
import dev.latchkey.config.UpstreamConfig.Target;
import dev.latchkey.listener.ReadAhead;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;

/** HTTP/2 to one upstream, by Vert.x's client. One event loop. */
public final class Http2Client implements UpstreamClient {
  private final UpstreamConfig config;
  private final HttpClient client;

  /** Of the current context. */
  public Http2Client(Vertx vertx, UpstreamConfig config, int connectMillis) {
    this.config = config;
    this.client =
        vertx
            .httpClientBuilder()
            .with(ClientSettings.options(config, connectMillis))
            .with(ClientSettings.pool(config))
            .withConnectHandler(Http2Client::prepare)
            .build();
  }

  private static void prepare(HttpConnection connection) {
    // Each request hears of its own failure; a backend must not be able to fill our log.
    connection.exceptionHandler(heardElsewhere -> {});
    ReadAhead.limit(connection);
  }

  @Override
  public void request(
      Target target,
      SocketAddress address,
      HttpMethod method,
      String uri,
      int connectMillis,
      CallListener listener) {
    client
        .request(
            ClientSettings.request(config, target, address, method, uri)
                .setConnectTimeout(connectMillis))
        .onComplete(
            made -> {
              if (made.version() == HttpVersion.HTTP_2) {
                listener.connected(new Http2Exchange(made, listener));
              } else {
                made.connection().close();
                listener.notConnected(Http2Exchange.notSpoken());
              }
            },
            listener::notConnected);
  }

  @Override
  public Future<Void> close() {
    return client.close();
  }
}
