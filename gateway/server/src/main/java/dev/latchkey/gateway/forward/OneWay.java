// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a WebSocket: bytes as they come, as fast as they are taken, and in the end a
 * frame of our own where one may stand. One event loop.
 */
final class OneWay {
  private final NetSocket from;
  private final NetSocket to;
  private final FrameFollower frames = new FrameFollower();
  private @Nullable Buffer farewell;
  private boolean over;
  private boolean held;
  private boolean ended;
  private long moved;

  OneWay(NetSocket from, NetSocket to) {
    this.from = from;
    this.to = to;
  }

  void start() {
    to.setWriteQueueMaxSize(BodyStream.WRITE_QUEUE_BYTES);
    from.handler(this::piece);
    // A backend's close is told as an exception, too, and before what it had sent until then.
    from.exceptionHandler(broken -> end());
    from.endHandler(all -> end());
  }

  /** Bytes that came so far. */
  long moved() {
    return moved;
  }

  /** Says this after the frame that is on its way, and then nothing more. */
  void leave(Buffer lastFrame) {
    if (farewell == null) {
      farewell = lastFrame;
      from.resume();
      sayFarewell();
    }
  }

  private void piece(Buffer piece) {
    moved += piece.length();
    if (over) {
      return;
    }
    if (farewell != null) {
      int rest = frames.finish(piece);
      to.write(piece.slice(0, rest));
      sayFarewell();
      return;
    }
    frames.follow(piece);
    to.write(piece);
    if (to.writeQueueFull()) {
      held = true;
      from.pause();
      to.drainHandler(drained -> goOn());
    }
  }

  private void goOn() {
    held = false;
    from.resume();
    if (ended && !held) {
      to.end();
    }
  }

  private void end() {
    ended = true;
    if (!held) {
      to.end();
    }
  }

  private void sayFarewell() {
    Buffer last = farewell;
    if (!over && last != null && frames.isBetweenFrames()) {
      over = true;
      to.write(last);
    }
  }
}
