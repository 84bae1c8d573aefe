// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.forward.client.AnswerReader;
import dev.latchkey.gateway.forward.client.UpstreamAnswer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** A short body of known length: goes out with its head, as soon as all of it is there. */
final class OnePiece implements AnswerReader {
  private final UpstreamAnswer from;
  private final HttpServerResponse to;
  private final Delivery delivery;
  private @Nullable Buffer body;

  OnePiece(UpstreamAnswer from, HttpServerResponse to, Delivery delivery) {
    this.from = from;
    this.to = to;
    this.delivery = delivery;
  }

  void start() {
    from.read(this);
  }

  @Override
  public void piece(Buffer piece) {
    Buffer before = body;
    body = before == null ? piece : before.appendBuffer(piece);
  }

  @Override
  public void end() {
    Buffer whole = body;
    Delivery.of(whole == null ? to.end() : to.end(whole), delivery);
  }

  @Override
  public void broken(Throwable cause) {
    delivery.failed(cause);
  }
}
