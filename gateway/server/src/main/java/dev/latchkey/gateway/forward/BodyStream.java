// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way from the upstream to the client, piece by piece, as fast as the client takes
 * it. Tells which side broke, which a pipe does not. One event loop.
 */
final class BodyStream {
  private final HttpClientResponse from;
  private final HttpServerResponse to;
  private final HeaderRules rules;
  private final @Nullable AnswerMeter meter;
  private final Promise<Void> done = Promise.promise();
  private long passed;
  private boolean closed;

  BodyStream(HttpClientResponse from, HttpServerResponse to, HeaderRules rules) {
    this.rules = rules;
    this.from = from;
    this.to = to;
    this.meter = AnswerMeter.of(from);
  }

  /** Fails with {@link ClientGone}, or with whatever happened to the upstream. */
  Future<Void> start() {
    to.setWriteQueueMaxSize(BodyFraming.WRITE_QUEUE_BYTES);
    from.exceptionHandler(this::broken);
    from.endHandler(v -> end());
    from.handler(this::piece);
    // After all that came together with the head, so that both are one system call where they can.
    Vertx.currentContext().runOnContext(v -> headAlone());
    return done.future();
  }

  /** A stream may have nothing to say for long; that it has begun is news already. */
  private void headAlone() {
    if (!to.headWritten() && !to.ended() && !to.closed()) {
      to.writeHead();
    }
  }

  private void piece(Buffer piece) {
    passed += piece.length();
    to.write(piece).onFailure(this::clientGone);
    conclude();
    if (!to.ended() && to.writeQueueFull()) {
      from.pause();
      to.drainHandler(drained -> from.resume());
    }
  }

  /** What was received to its end is passed on to its end, though its connection is gone. */
  private void broken(Throwable cause) {
    if (meter == null || !meter.isWhole()) {
      done.tryFail(cause);
      return;
    }
    closed = true;
    conclude();
  }

  /** After the connection's end nobody tells of the body's: it is where all has been passed on. */
  private void conclude() {
    if (closed && meter != null && meter.isWhole(passed)) {
      end();
    }
  }

  private void end() {
    if (!to.ended()) {
      rules.trailers(from.trailers(), to);
      to.end().onComplete(done::tryComplete, this::clientGone);
    }
  }

  private void clientGone(Throwable cause) {
    done.tryFail(new ClientGone(cause));
  }
}
