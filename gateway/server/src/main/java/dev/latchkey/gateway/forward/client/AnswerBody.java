// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The body of one answer, some of which waits here as long as its reader does not want more. One
 * event loop.
 */
final class AnswerBody {
  private final Http1Connection connection;

  /** What came while nobody wanted it; null as long as that never happened. */
  private @Nullable ArrayDeque<Buffer> held;

  private Fields trailers = FieldList.NONE;
  private @Nullable AnswerReader reader;
  private boolean complete;
  private boolean paused;
  private boolean handing;
  private boolean dropped;

  AnswerBody(Http1Connection connection) {
    this.connection = connection;
  }

  /** From now on the reader is handed what comes. */
  void read(AnswerReader to) {
    reader = to;
  }

  /** Whether all of it has come, handed on or not. */
  boolean isComplete() {
    return complete;
  }

  Fields trailers() {
    return trailers;
  }

  /** Some of it comes. */
  void received(Buffer piece) {
    AnswerReader to = reader;
    if (dropped || to == null) {
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

  /** That was all of it, and this followed; the reader hears of it by {@link #handOn}. */
  void completed(Fields last) {
    complete = true;
    trailers = last;
  }

  /** What is held, as long as it is wanted; then the end. */
  void handOn() {
    AnswerReader to = reader;
    if (dropped || handing || to == null) {
      return;
    }
    handing = true;
    ArrayDeque<Buffer> waiting = held;
    while (waiting != null && !paused && !dropped && !waiting.isEmpty()) {
      to.piece(waiting.remove());
    }
    handing = false;
    if (paused || dropped) {
      return;
    }
    if (complete) {
      reader = null;
      to.end();
    } else {
      connection.read(true);
    }
  }

  void pause() {
    paused = true;
    if (!complete && !dropped) {
      connection.read(false);
    }
  }

  void resume() {
    paused = false;
    handOn();
  }

  /** Nobody wants any more of it. */
  void drop() {
    dropped = true;
    held = null;
  }

  /** There will be no more of it. Whether there was a reader to tell. */
  boolean broken(Throwable cause) {
    drop();
    AnswerReader to = reader;
    if (to != null) {
      to.broken(cause);
    }
    return to != null;
  }
}
