// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.forward.client.UpstreamRequest;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way from the client to the upstream, as fast as the upstream takes it, and up to a
 * bound: what goes beyond it is not passed on, and {@link Reason#BODY_TOO_LARGE}. Its beginning may
 * be gathered before there is an upstream to take it. One event loop.
 */
final class Upload {
  /** Of a body, what is brought before its call waits for a connection. */
  private static final int BEGINNING_BYTES = 8 * 1_024;

  private final HttpServerRequest from;
  private final Handler<Throwable> failed;
  private final ArrayDeque<Buffer> beginning = new ArrayDeque<>(0);
  private long left;
  private @Nullable UpstreamRequest to;
  private @Nullable Runnable ready;
  private int gathered;
  private boolean whole;
  private boolean over;

  /**
   * @param most in bytes; 0 for any number
   * @param failed told once of what broke on the client's side
   */
  Upload(HttpServerRequest from, long most, Handler<Throwable> failed) {
    this.from = from;
    this.left = most > 0 ? most : Long.MAX_VALUE;
    this.failed = failed;
  }

  /**
   * Reads the beginning of the body, or all of it where that is short.
   *
   * @param ready run once it is there
   */
  void gather(Runnable ready) {
    this.ready = ready;
    listen();
  }

  /** Passes on what was gathered, and then the rest. */
  void start(UpstreamRequest to) {
    this.to = to;
    while (!beginning.isEmpty()) {
      to.write(beginning.remove());
    }
    if (whole) {
      end();
    } else if (to.isFull()) {
      to.onDrain(this::listen);
    } else {
      listen();
    }
  }

  private void listen() {
    from.exceptionHandler(this::broken);
    from.endHandler(all -> end());
    from.handler(this::piece);
    from.resume();
  }

  /** Passes nothing on any more. */
  void stop() {
    over = true;
    beginning.clear();
  }

  /** Whether it is the client's turn to bring more of the body. */
  boolean isAwaited() {
    return !over && (to == null ? ready != null : !to.isFull());
  }

  private void piece(Buffer piece) {
    if (over) {
      return;
    }
    left -= piece.length();
    if (left < 0) {
      broken(Refusal.because(Reason.BODY_TOO_LARGE));
    } else if (to == null) {
      keep(piece);
    } else {
      pass(piece, to);
    }
  }

  private void pass(Buffer piece, UpstreamRequest to) {
    to.write(piece);
    if (to.isFull()) {
      from.pause();
      to.onDrain(from::resume);
    }
  }

  private void keep(Buffer piece) {
    beginning.add(piece);
    gathered += piece.length();
    if (gathered >= BEGINNING_BYTES) {
      from.pause();
      tellReady();
    }
  }

  private void end() {
    whole = true;
    if (over) {
      return;
    }
    if (to == null) {
      tellReady();
    } else {
      over = true;
      to.end();
    }
  }

  private void tellReady() {
    Runnable once = ready;
    ready = null;
    if (once != null) {
      once.run();
    }
  }

  private void broken(Throwable cause) {
    if (!over) {
      over = true;
      failed.handle(cause);
    }
  }
}
