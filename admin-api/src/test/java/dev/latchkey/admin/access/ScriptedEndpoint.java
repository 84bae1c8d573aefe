// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A server on loopback that answers as a test tells it to, and an event loop to call it from. */
public final class ScriptedEndpoint implements AutoCloseable {
  public final Vertx vertx = Vertx.vertx();
  private final AtomicInteger asked = new AtomicInteger();
  private final Context loop = vertx.getOrCreateContext();
  private final HttpServer server;
  private volatile Handler<HttpServerRequest> script;

  public ScriptedEndpoint() {
    this.script = request -> request.response().setStatusCode(404).end();
    this.server =
        get(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      asked.incrementAndGet();
                      script.handle(request);
                    })
                .listen(0, "127.0.0.1"));
  }

  /** How many requests came in. */
  public int asked() {
    return asked.get();
  }

  public String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/keys";
  }

  public void does(Handler<HttpServerRequest> next) {
    script = next;
  }

  public void answers(String body) {
    does(request -> request.response().end(body));
  }

  public void fails() {
    does(request -> request.response().setStatusCode(500).end());
  }

  /** Drops every connection. */
  public void isDown() {
    does(request -> request.connection().close());
  }

  /** Takes the request and says nothing. */
  public void isSilent() {
    does(request -> {});
  }

  public void answersForever() {
    does(
        request -> {
          request.response().setChunked(true);
          Buffer chunk = Buffer.buffer(new byte[64 * 1024]);
          for (int i = 0; i < 160; i++) {
            request.response().write(chunk);
          }
          request.response().end();
        });
  }

  /** Runs something on the one event loop and waits for what it promises. */
  public <T> T call(Supplier<Future<T>> what) {
    return get(begin(what));
  }

  /** Runs something on the one event loop. */
  public <T> Future<T> begin(Supplier<Future<T>> what) {
    Promise<T> promise = Promise.promise();
    loop.runOnContext(now -> what.get().onComplete(promise));
    return promise.future();
  }

  public static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(failed);
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    get(vertx.close());
  }
}
