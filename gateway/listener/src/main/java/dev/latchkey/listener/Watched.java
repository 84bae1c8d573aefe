// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.AttributeKey;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection under watch. Remembers what it saw at the last look, and since when nothing of it
 * has changed. Its event loop only.
 */
final class Watched {
  private static final AttributeKey<Watched> KEY = AttributeKey.valueOf(Watched.class, "of");

  private enum Sloth {
    HANDSHAKE,
    HEAD,
    BODY,
    READER,
    IDLE
  }

  /**
   * How long each may take, in nanoseconds.
   *
   * @param bodyBytes of a body that must come in the time for it
   */
  record Allowed(long handshake, long head, long body, long bodyBytes, long write, long idle) {}

  private final Channel channel;
  private final String address;
  private final String source;
  private final LongSupplier nanoTime;

  /** Null until the handshake is over. */
  private @Nullable Talk talk;

  private FramingGuard.@Nullable Phase phase;
  private int message;
  private long phaseSince;
  private long bodyBytes;
  private long progress;
  private @Nullable Object waitingFirst;
  private long writeSince;
  private long idleSince;
  private @Nullable Sloth sloth;

  /**
   * @param address of the client; empty for one that has left already
   */
  Watched(Channel channel, String address, LongSupplier nanoTime) {
    this.channel = channel;
    this.address = address;
    this.source = Census.source(address);
    this.nanoTime = nanoTime;
    this.idleSince = nanoTime.getAsLong();
    channel.attr(KEY).set(this);
    channel.pipeline().addFirst("lateShutdown", new LateShutdown(this));
  }

  /** Null where nobody watches this channel. */
  static @Nullable Watched of(Channel channel) {
    return channel.attr(KEY).get();
  }

  /** Its handshake is over, where it had one. */
  void begin(Talk talk) {
    this.talk = talk;
    idleSince = nanoTime.getAsLong();
  }

  /** Whether its handshake is not over. */
  boolean isNew() {
    return talk == null;
  }

  String address() {
    return address;
  }

  String source() {
    return source;
  }

  /** Whether not even one request was sent. */
  boolean isUnused() {
    return talk == null || talk.isUnused();
  }

  /** Tells the client to come back on another connection, where the protocol can say so. */
  void leave() {
    Http2Farewell farewell = talk == null ? null : talk.farewell();
    if (farewell != null) {
      farewell.say();
    }
  }

  /** Whether this connection has used up one of these times. */
  boolean isSlow(long now, Allowed allowed) {
    Talk talking = talk;
    if (talking == null) {
      sloth = Sloth.HANDSHAKE;
      return now - idleSince >= allowed.handshake();
    }
    FramingGuard guard = talking.framing();
    if (guard != null && isRequestSlow(guard, now, allowed)) {
      return true;
    }
    if (isReaderStuck(now, allowed.write())) {
      sloth = Sloth.READER;
      return true;
    }
    sloth = Sloth.IDLE;
    return isIdle(talking, now, allowed.idle());
  }

  private boolean isIdle(Talk talking, long now, long idle) {
    boolean used =
        talking.busy().getAsBoolean()
            || (talking.framing() != null && phase != FramingGuard.Phase.BETWEEN);
    if (used) {
      idleSince = now;
    }
    return now - idleSince >= idle;
  }

  private boolean isRequestSlow(FramingGuard guard, long now, Allowed allowed) {
    FramingGuard.Phase seen = guard.phase();
    if (seen != phase || guard.messages() != message) {
      phase = seen;
      message = guard.messages();
      startOver(guard, now);
      idleSince = now;
      return false;
    }
    switch (seen) {
      case HEAD -> {
        sloth = Sloth.HEAD;
        return now - phaseSince >= allowed.head();
      }
      case BODY -> {
        sloth = Sloth.BODY;
        return isBodySlow(guard, now, allowed);
      }
      default -> {
        return false;
      }
    }
  }

  /** While the reading stands still, it is we who hold the client up. */
  private boolean isBodySlow(FramingGuard guard, long now, Allowed allowed) {
    if (!channel.config().isAutoRead()) {
      startOver(guard, now);
      return false;
    }
    if (now - phaseSince < allowed.body()) {
      return false;
    }
    boolean slow = guard.bodyBytes() - bodyBytes < allowed.bodyBytes();
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
    Talk talking = talk;
    if (talking == null) {
      census.slowHandshake();
      drop();
      return;
    }
    if (sloth == Sloth.IDLE) {
      talking.close().run();
      return;
    }
    FramingGuard guard = talking.framing();
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
