// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.endurance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One connection of a flood, from an address of its own; one call at a time. */
final class FloodLane {
  private static final int CALLS = 100;
  private static final String LENGTH = "content-length: ";

  private final SocketChannel channel;
  private final StringBuilder heard = new StringBuilder();
  private final ByteBuffer bytes = ByteBuffer.allocate(8 * 1_024);
  private int calls;
  private boolean waiting;

  private FloodLane(SocketChannel channel) {
    this.channel = channel;
  }

  /** Connects from the address with this number, of those from 127.1.0.1 on. */
  static FloodLane open(Selector selector, int port, int number) throws IOException {
    SocketChannel channel = SocketChannel.open();
    String address =
        "127.%d.%d.%d".formatted(1 + (number >> 14), number >> 7 & 127, 1 + (number & 127));
    channel.bind(new InetSocketAddress(address, 0));
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    FloodLane lane = new FloodLane(channel);
    channel.register(selector, SelectionKey.OP_READ, lane);
    return lane;
  }

  void ask(String key) throws IOException {
    calls++;
    waiting = true;
    heard.setLength(0);
    String call =
        "GET /api/orders/200 HTTP/1.1\r\nHost: api.test\r\nX-API-Key: " + key + "\r\n\r\n";
    channel.write(ByteBuffer.wrap(call.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Whether a call waits for its answer. */
  boolean isWaiting() {
    return waiting;
  }

  boolean isUsedUp() {
    return calls >= CALLS;
  }

  /** Of the answer, once it is there as a whole; -1 before, 0 where there will be none. */
  int status() throws IOException {
    if (channel.read(bytes.clear()) < 0) {
      return 0;
    }
    heard.append(StandardCharsets.ISO_8859_1.decode(bytes.flip()));
    int end = heard.indexOf("\r\n\r\n");
    if (end < 0) {
      return -1;
    }
    String head = heard.substring(0, end + 2).toLowerCase(Locale.ROOT);
    int from = head.indexOf(LENGTH) + LENGTH.length();
    int length = Integer.parseInt(head.substring(from, head.indexOf('\r', from)));
    if (heard.length() < end + 4 + length) {
      return -1;
    }
    waiting = false;
    return Integer.parseInt(head.substring(9, 12));
  }
}
