// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.endurance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Connections that do next to nothing, once a second each, and are made again when they are ended;
 * one thread for all of them.
 */
final class SlowCrowd implements AutoCloseable {
  private static final int TURNS_PER_SECOND = 20;
  private static final int SIP = 32;

  /** Two hundred a second, as with the tool's {@code -r 200}. */
  private static final int NEW_IN_A_TURN = 10;

  private final int port;
  private final Way way;
  private final @Nullable SocketChannel[] crowd;
  private final AtomicLong opened = new AtomicLong();
  private final ScheduledExecutorService thread = Executors.newScheduledThreadPool(1);
  private int turn;

  /** What they do slowly. */
  enum Way {
    /** Never ends its head (slowloris). */
    SLOW_HEADERS("GET /public/200 HTTP/1.1\r\nHost: api.test\r\n", "X-a: b\r\n"),
    /** Sends a body byte by byte (R.U.D.Y.). */
    SLOW_BODY("POST /public/200 HTTP/1.1\r\nHost: api.test\r\nContent-Length: 8192\r\n\r\n", "a"),
    /** Asks for much and takes little. */
    SLOW_READ("GET /public/1000000 HTTP/1.1\r\nHost: api.test\r\n\r\n", ""),
    /** Asks for the same thing in hundreds of pieces that overlap (Apache Killer). */
    RANGE(
        "HEAD /public/200 HTTP/1.1\r\nHost: api.test\r\nRange: bytes=0-"
            + IntStream.range(1, 500).mapToObj(i -> ",5-" + i).collect(Collectors.joining())
            + "\r\n\r\n",
        "");

    private final String first;
    private final String next;

    Way(String first, String next) {
      this.first = first;
      this.next = next;
    }
  }

  SlowCrowd(int port, Way way, int size) {
    this.port = port;
    this.way = way;
    this.crowd = new SocketChannel[size];
    var unused =
        thread.scheduleAtFixedRate(
            this::takeTurn, 0, 1_000 / TURNS_PER_SECOND, TimeUnit.MILLISECONDS);
  }

  /** Connections so far, those in place of others that were ended included. */
  long opened() {
    return opened.get();
  }

  private void takeTurn() {
    int entered = 0;
    for (int i = turn++ % TURNS_PER_SECOND; i < crowd.length; i += TURNS_PER_SECOND) {
      try {
        SocketChannel one = crowd[i];
        if (one == null) {
          if (entered++ < NEW_IN_A_TURN) {
            crowd[i] = enter();
          }
        } else if (!goOn(one)) {
          one.close();
          crowd[i] = null;
        }
      } catch (IOException ended) {
        leave(i);
      }
    }
  }

  private SocketChannel enter() throws IOException {
    SocketChannel one = SocketChannel.open();
    one.setOption(StandardSocketOptions.SO_RCVBUF, 2_048);
    one.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    one.configureBlocking(false);
    say(one, way.first);
    opened.incrementAndGet();
    return one;
  }

  /** Whether the other side has not ended it. */
  private boolean goOn(SocketChannel one) throws IOException {
    if (!way.next.isEmpty()) {
      say(one, way.next);
    }
    return one.read(ByteBuffer.allocate(SIP)) >= 0;
  }

  private static void say(SocketChannel one, String text) throws IOException {
    one.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private void leave(int i) {
    try {
      SocketChannel one = crowd[i];
      if (one != null) {
        one.close();
      }
    } catch (IOException gone) {
      // It is.
    }
    crowd[i] = null;
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(20, TimeUnit.SECONDS)) {
        throw new AssertionError("the crowd does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    for (int i = 0; i < crowd.length; i++) {
      leave(i);
    }
  }
}
