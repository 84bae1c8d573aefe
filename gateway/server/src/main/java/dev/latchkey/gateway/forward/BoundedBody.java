// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A request's body up to a bound. What goes beyond it is not passed on: the stream fails with {@link
 * Reason#BODY_TOO_LARGE} instead. One event loop.
 */
final class BoundedBody implements ReadStream<Buffer> {
  private final HttpServerRequest request;
  private long left;
  private @Nullable Handler<Throwable> failures;

  /**
   * @param most in bytes
   */
  BoundedBody(HttpServerRequest request, long most) {
    this.request = request;
    this.left = most;
  }

  @Override
  public BoundedBody handler(@Nullable Handler<Buffer> pieces) {
    request.handler(
        pieces == null
            ? null
            : piece -> {
              left -= piece.length();
              if (left >= 0) {
                pieces.handle(piece);
              } else {
                exceeded();
              }
            });
    return this;
  }

  private void exceeded() {
    Handler<Throwable> told = failures;
    failures = null;
    if (told != null) {
      told.handle(Refusal.because(Reason.BODY_TOO_LARGE));
    }
  }

  @Override
  public BoundedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
    failures = handler;
    request.exceptionHandler(handler);
    return this;
  }

  @Override
  public BoundedBody endHandler(@Nullable Handler<Void> handler) {
    request.endHandler(handler);
    return this;
  }

  @Override
  public BoundedBody pause() {
    request.pause();
    return this;
  }

  @Override
  public BoundedBody resume() {
    request.resume();
    return this;
  }

  @Override
  public BoundedBody fetch(long amount) {
    request.fetch(amount);
    return this;
  }
}
