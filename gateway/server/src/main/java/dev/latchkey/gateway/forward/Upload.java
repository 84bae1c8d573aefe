// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.forward.client.UpstreamRequest;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * A body on its way from the client to the upstream, as fast as the upstream takes it, and up to a
 * bound: what goes beyond it is not passed on, and {@link Reason#BODY_TOO_LARGE}. One event loop.
 */
final class Upload {
  private final HttpServerRequest from;
  private final UpstreamRequest to;
  private final Handler<Throwable> failed;
  private long left;
  private boolean over;

  /**
   * @param most in bytes; 0 for any number
   * @param failed told once of what broke on the client's side
   */
  Upload(HttpServerRequest from, UpstreamRequest to, long most, Handler<Throwable> failed) {
    this.from = from;
    this.to = to;
    this.left = most > 0 ? most : Long.MAX_VALUE;
    this.failed = failed;
  }

  void start() {
    from.exceptionHandler(this::broken);
    from.endHandler(all -> end());
    from.handler(this::piece);
    from.resume();
  }

  /** Passes nothing on any more. */
  void stop() {
    over = true;
  }

  private void piece(Buffer piece) {
    if (over) {
      return;
    }
    left -= piece.length();
    if (left < 0) {
      broken(Refusal.because(Reason.BODY_TOO_LARGE));
      return;
    }
    to.write(piece);
    if (to.isFull()) {
      from.pause();
      to.onDrain(from::resume);
    }
  }

  private void end() {
    if (!over) {
      over = true;
      to.end();
    }
  }

  private void broken(Throwable cause) {
    if (!over) {
      over = true;
      failed.handle(cause);
    }
  }
}
