// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.NetSocket;
import java.net.ProtocolException;
import java.util.ArrayDeque;
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

  /** What came while nobody wanted it; null as long as that never happened. */
  private @Nullable ArrayDeque<Buffer> held;

  private @Nullable AnswerHead head;
  private Fields trailers = FieldList.NONE;
  private @Nullable AnswerReader reader;
  private @Nullable Runnable whenDrained;
  private boolean upgradable;
  private boolean chunked;
  private boolean begun;
  private boolean sent;
  private boolean received;
  private boolean paused;
  private boolean handing;
  private boolean over;

  Http1Exchange(Http1Connection connection, HttpMethod method, String uri, CallListener listener) {
    this.connection = connection;
    this.method = method;
    this.uri = uri;
    this.listener = listener;
    this.reused = connection.hasServed();
  }

  @Override
  public boolean isReused() {
    return reused;
  }

  @Override
  public boolean isAwaited() {
    return !over && !(sent && received) && connection.isAwaited();
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
    ByteBuf body = ((BufferInternal) piece).getByteBuf();
    if (chunked) {
      connection.output().writeChunk(body);
    } else {
      connection.output().write(body);
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
    if (received) {
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
    held = null;
    if (!begun) {
      connection.giveBack();
    } else if (!(sent && received)) {
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
    AnswerReader to = reader;
    if (over || to == null) {
      return;
    }
    if (paused || handing || (held != null && !held.isEmpty())) {
      hold(piece);
    } else {
      to.piece(piece);
    }
  }

  private void hold(Buffer piece) {
    ArrayDeque<Buffer> waiting = held == null ? new ArrayDeque<>() : held;
    waiting.add(piece);
    held = waiting;
  }

  /** That was all of it, and this followed. */
  void received(Fields last) {
    received = true;
    trailers = last;
    if (sent) {
      connection.finished();
    }
    if (!over) {
      handOn();
    }
  }

  /** What is held, as long as it is wanted; then the end. */
  private void handOn() {
    AnswerReader to = reader;
    if (handing || to == null) {
      return;
    }
    handing = true;
    ArrayDeque<Buffer> waiting = held;
    while (waiting != null && !paused && !over && !waiting.isEmpty()) {
      to.piece(waiting.remove());
    }
    handing = false;
    if (paused || over) {
      return;
    }
    if (received) {
      over = sent;
      reader = null;
      to.end();
    } else {
      connection.read(true);
    }
  }

  /** The connection broke before both messages were through. */
  void broken(Throwable cause) {
    if (over || received) {
      return;
    }
    over = true;
    held = null;
    AnswerReader to = reader;
    if (to != null) {
      to.broken(cause);
    } else {
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
    return trailers;
  }

  private AnswerHead answer() {
    return Objects.requireNonNull(head);
  }

  @Override
  public void read(AnswerReader to) {
    reader = to;
  }

  @Override
  public void pause() {
    paused = true;
    if (!received && !over) {
      connection.read(false);
    }
  }

  @Override
  public void resume() {
    paused = false;
    if (!over) {
      handOn();
    }
  }

  @Override
  public NetSocket upgrade() {
    over = true;
    return connection.release();
  }
}
