// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.NetSocket;
import java.net.ProtocolException;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer over HTTP/1.1. The connection is free as soon as both have come to
 * their end, though some of the answer may still wait here for its reader. One event loop.
 */
final class Http1Exchange implements UpstreamRequest, UpstreamAnswer {
  private final Http1Connection connection;
  private final HttpMethod method;
  private final String uri;
  private final CallListener listener;
  private final boolean reused;

  private final AnswerBody body;
  private @Nullable AnswerHead head;
  private @Nullable Runnable whenDrained;
  private boolean upgradable;
  private boolean chunked;
  private boolean begun;
  private boolean sent;
  private boolean over;

  Http1Exchange(Http1Connection connection, HttpMethod method, String uri, CallListener listener) {
    this.connection = connection;
    this.method = method;
    this.uri = uri;
    this.listener = listener;
    this.reused = connection.hasServed();
    this.body = new AnswerBody(connection);
  }

  @Override
  public boolean isReused() {
    return reused;
  }

  @Override
  public boolean isAwaited() {
    return !over && !isThrough() && connection.isAwaited();
  }

  private boolean isThrough() {
    return sent && body.isComplete();
  }

  @Override
  public BiConsumer<CharSequence, CharSequence> head() {
    return connection.output().head(method, uri);
  }

  @Override
  public void send() {
    begun = true;
    sent = true;
    upgradable = connection.output().sendHead(method, false).hasUpgrade();
    connection.output().flush();
  }

  @Override
  public void sendHead(boolean now) {
    begun = true;
    chunked = !connection.output().sendHead(method, true).hasLength();
    if (now) {
      connection.output().flush();
    } else {
      connection.output().flushSoon();
    }
  }

  @Override
  public void write(Buffer piece) {
    if (over || piece.length() == 0) {
      return;
    }
    ByteBuf bytes = ((BufferInternal) piece).getByteBuf();
    if (chunked) {
      connection.output().writeChunk(bytes);
    } else {
      connection.output().write(bytes);
    }
    connection.output().flushSoon();
  }

  @Override
  public void end() {
    if (over || sent) {
      return;
    }
    sent = true;
    if (chunked) {
      connection.output().writeLastChunk();
      connection.output().flushSoon();
    }
    if (isThrough()) {
      connection.finished();
    }
  }

  @Override
  public boolean isFull() {
    return !over && connection.isFull();
  }

  @Override
  public void onDrain(Runnable action) {
    whenDrained = action;
  }

  /** The connection takes more. */
  void drained() {
    Runnable action = whenDrained;
    whenDrained = null;
    if (action != null && !over) {
      action.run();
    }
  }

  @Override
  public void reset() {
    if (over) {
      return;
    }
    over = true;
    body.drop();
    if (!begun) {
      connection.giveBack();
    } else if (!isThrough()) {
      connection.abandon();
    }
  }

  /** The head of the answer that counts. */
  void answered(AnswerHead answer) {
    head = answer;
    listener.answered(this, this);
  }

  /** The target wants to speak another protocol. */
  void switched(AnswerHead answer) {
    if (upgradable) {
      answered(answer);
    } else {
      connection.abandon();
      broken(new ProtocolException("an upgrade nobody asked for"));
    }
  }

  /** Some of the body. */
  void received(Buffer piece) {
    body.received(piece);
  }

  /** That was all of it, and this followed. */
  void received(Fields last) {
    body.completed(last);
    if (sent) {
      connection.finished();
    }
    body.handOn();
  }

  /** The connection broke before both messages were through. */
  void broken(Throwable cause) {
    if (over || body.isComplete()) {
      return;
    }
    over = true;
    if (!body.broken(cause)) {
      listener.broken(this, cause);
    }
  }

  @Override
  public int status() {
    return answer().status();
  }

  @Override
  public String phrase() {
    return answer().phrase();
  }

  @Override
  public Fields fields() {
    return answer().fields();
  }

  @Override
  public Fields trailers() {
    return body.trailers();
  }

  private AnswerHead answer() {
    return Objects.requireNonNull(head);
  }

  @Override
  public void read(AnswerReader to) {
    body.read(to);
  }

  @Override
  public void pause() {
    body.pause();
  }

  @Override
  public void resume() {
    body.resume();
  }

  @Override
  public NetSocket upgrade() {
    over = true;
    return connection.release();
  }
}
