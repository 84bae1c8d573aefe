// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.forward.client.AnswerReader;
import dev.latchkey.gateway.forward.client.UpstreamAnswer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * A body on its way from the upstream to the client, piece by piece, as fast as the client takes
 * it. Tells which side broke. One event loop.
 */
final class BodyStream implements AnswerReader {
  /** What may wait for a socket to take it before the other side is made to wait. */
  static final int WRITE_QUEUE_BYTES = 16 * 1_024;

  private final UpstreamAnswer from;
  private final HttpServerResponse to;
  private final HeaderRules rules;
  private final Delivery delivery;

  BodyStream(UpstreamAnswer from, HttpServerResponse to, HeaderRules rules, Delivery delivery) {
    this.rules = rules;
    this.from = from;
    this.to = to;
    this.delivery = delivery;
  }

  void start() {
    to.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
    from.read(this);
    // After all that came together with the head, so that both are one system call where they can.
    Vertx.currentContext().runOnContext(v -> headAlone());
  }

  /** A stream may have nothing to say for long; that it has begun is news already. */
  private void headAlone() {
    if (!to.headWritten() && !to.ended() && !to.closed()) {
      to.writeHead();
    }
  }

  @Override
  public void piece(Buffer piece) {
    to.write(piece).onFailure(this::clientGone);
    if (to.writeQueueFull()) {
      from.pause();
      to.drainHandler(drained -> from.resume());
    }
  }

  @Override
  public void end() {
    rules.trailers(from.trailers(), to);
    Delivery.of(to.end(), delivery);
  }

  @Override
  public void broken(Throwable cause) {
    delivery.failed(cause);
  }

  private void clientGone(Throwable cause) {
    delivery.failed(new ClientGone(cause));
  }
}
