// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.peer;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.httpproxy.HttpProxy;

/** vertx-http-proxy on one event loop, with nothing asked of anybody: PORT BACKEND. */
public final class BareProxy extends VerticleBase {
  private final int port;
  private final int backend;

  private BareProxy(int port, int backend) {
    this.port = port;
    this.backend = backend;
  }

  public static void main(String[] arguments) {
    int port = Integer.parseInt(arguments[0]);
    int backend = Integer.parseInt(arguments[1]);
    Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1))
        .deployVerticle(() -> new BareProxy(port, backend), new DeploymentOptions());
  }

  @Override
  public Future<?> start() {
    HttpProxy proxy =
        HttpProxy.reverseProxy(
            vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(true),
                new PoolOptions().setHttp1MaxSize(256)));
    proxy.origin(backend, "127.0.0.1");
    return vertx.createHttpServer().requestHandler(proxy).listen(port, "127.0.0.1");
  }
}
