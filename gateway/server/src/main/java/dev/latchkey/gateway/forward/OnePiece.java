// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.forward.client.AnswerReader;
import dev.latchkey.gateway.forward.client.UpstreamAnswer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** A short body of known length: goes out with its head, as soon as all of it is there. */
final class OnePiece implements AnswerReader {
  private final UpstreamAnswer from;
  private final HttpServerResponse to;
  private final Promise<Void> done = Promise.promise();
  private @Nullable Buffer body;

  OnePiece(UpstreamAnswer from, HttpServerResponse to) {
    this.from = from;
    this.to = to;
  }

  /** Fails with {@link ClientGone}, or with whatever happened to the upstream. */
  Future<Void> start() {
    from.read(this);
    return done.future();
  }

  @Override
  public void piece(Buffer piece) {
    Buffer before = body;
    body = before == null ? piece : before.appendBuffer(piece);
  }

  @Override
  public void end() {
    Buffer whole = body;
    Future<Void> sent = whole == null ? to.end() : to.end(whole);
    sent.onComplete(done::tryComplete, cause -> done.tryFail(new ClientGone(cause)));
  }

  @Override
  public void broken(Throwable cause) {
    done.tryFail(cause);
  }
}
