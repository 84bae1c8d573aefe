// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One connection under watch. Remembers what it saw at the last look, and since when nothing of it
 * has changed. Its event loop only.
 */
final class Watched {
  private enum Sloth {
    HEAD,
    BODY,
    READER
  }

  private final Channel channel;
  private final String source;
  private final @Nullable FramingGuard guard;
  private FramingGuard.@Nullable Phase phase;
  private int message;
  private long phaseSince;
  private long bodyBytes;
  private long progress;
  private @Nullable Object waitingFirst;
  private long writeSince;
  private @Nullable Sloth sloth;

  Watched(Channel channel, String source, @Nullable FramingGuard guard) {
    this.channel = channel;
    this.source = source;
    this.guard = guard;
  }

  String source() {
    return source;
  }

  /** Whether not even one request was sent. */
  boolean isUnused() {
    return guard != null && guard.isUnused();
  }

  /** Whether this connection has used up one of these times, all in nanoseconds. */
  boolean isSlow(long now, long head, long body, long leastBodyBytes, long write) {
    if (guard != null && isRequestSlow(guard, now, head, body, leastBodyBytes)) {
      return true;
    }
    if (!isReaderStuck(now, write)) {
      return false;
    }
    sloth = Sloth.READER;
    return true;
  }

  private boolean isRequestSlow(
      FramingGuard guard, long now, long head, long body, long leastBodyBytes) {
    FramingGuard.Phase seen = guard.phase();
    if (seen != phase || guard.messages() != message) {
      phase = seen;
      message = guard.messages();
      startOver(guard, now);
      return false;
    }
    switch (seen) {
      case HEAD -> {
        sloth = Sloth.HEAD;
        return now - phaseSince >= head;
      }
      case BODY -> {
        sloth = Sloth.BODY;
        return isBodySlow(guard, now, body, leastBodyBytes);
      }
      default -> {
        return false;
      }
    }
  }

  /** While the reading stands still, it is we who hold the client up. */
  private boolean isBodySlow(FramingGuard guard, long now, long body, long leastBodyBytes) {
    if (!channel.config().isAutoRead()) {
      startOver(guard, now);
      return false;
    }
    if (now - phaseSince < body) {
      return false;
    }
    boolean slow = guard.bodyBytes() - bodyBytes < leastBodyBytes;
    startOver(guard, now);
    return slow;
  }

  private void startOver(FramingGuard guard, long now) {
    phaseSince = now;
    bodyBytes = guard.bodyBytes();
  }

  private boolean isReaderStuck(long now, long write) {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    Object first = waiting == null ? null : waiting.current();
    if (waiting == null || first == null) {
      waitingFirst = null;
      return false;
    }
    boolean still = first == waitingFirst && waiting.currentProgress() == progress;
    waitingFirst = first;
    progress = waiting.currentProgress();
    if (!still) {
      writeSince = now;
    }
    return still && now - writeSince >= write;
  }

  /**
   * Ends the connection at once: nothing that waits for the client stays, in the kernel neither.
   */
  void drop() {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    channel.unsafe().close(channel.voidPromise());
  }

  /** Answers a slow request where there is somebody to answer, and ends the connection. */
  void end(Census census) {
    if (sloth == Sloth.READER || guard == null) {
      census.slowReader();
      drop();
      return;
    }
    if (sloth == Sloth.HEAD) {
      census.slowHead();
    } else {
      census.slowBody();
    }
    guard.expire();
  }
}
