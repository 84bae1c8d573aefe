// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.pipeline;

import dev.latchkey.gateway.accept.BodyFraming;
import dev.latchkey.gateway.accept.Exchange;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * What becomes of a client's connection once the answer is out: nothing that is left of one request
 * may ever be read as the next. One event loop, whichever pipeline serves it.
 */
public final class Parting {
  /** A body up to this length is read and thrown away, so that the connection can go on. */
  private static final long WORTH_DRAINING = 64 * 1_024;

  /** For the client to read the answer; closing on unread bytes could take it away. */
  private static final long LINGER_MILLIS = 500;

  private static final long NO_ERROR = 0;

  private final Vertx vertx;

  /** Weak, for what was read before the end is still handed over after it. */
  private final Set<HttpConnection> ending = Collections.newSetFromMap(new WeakHashMap<>());

  public Parting(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Whether so much of the body may follow that the connection is not worth keeping. A client that
   * waits for 100 Continue may send its body all the same, or not: only closing is clear.
   */
  static boolean leavesTooMuch(Exchange exchange) {
    if (!exchange.isUnfinished()) {
      return false;
    }
    HttpServerRequest request = exchange.request();
    long length = BodyFraming.length(request.getHeader(HttpHeaders.CONTENT_LENGTH));
    return length < 0 || length > WORTH_DRAINING || BodyFraming.expectsContinue(request);
  }

  /**
   * Whether this connection is on its way out: requests that were already read from it are not
   * looked at any more.
   */
  boolean isEnding(HttpConnection connection) {
    return !ending.isEmpty() && ending.contains(connection);
  }

  /** Throws away what is left of the request, and ends the connection where the answer said so. */
  void after(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    HttpServerResponse response = exchange.response();
    if (response.streamId() >= 0) {
      if (exchange.isUnfinished()) {
        response.reset(NO_ERROR);
      }
      return;
    }
    boolean close = response.headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true);
    boolean unfinished = exchange.isUnfinished();
    if (close) {
      ending.add(request.connection());
      if (unfinished) {
        linger(request);
      } else {
        request.connection().close();
      }
    }
    if (unfinished) {
      request.resume();
    }
  }

  private void linger(HttpServerRequest request) {
    HttpConnection connection = request.connection();
    long timer = vertx.setTimer(LINGER_MILLIS, id -> connection.close());
    request.endHandler(
        v -> {
          vertx.cancelTimer(timer);
          connection.close();
        });
  }
}
