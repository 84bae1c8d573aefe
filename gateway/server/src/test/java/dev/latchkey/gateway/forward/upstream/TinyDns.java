// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A name server on a loopback socket: every name leads to one IPv4 address, for a second. */
final class TinyDns implements AutoCloseable {
  private static final int HEADER = 12;
  private static final short ANSWERED = (short) 0x8180;
  private static final short NAME_OF_THE_QUESTION = (short) 0xC00C;
  private static final short IPV4 = 1;
  private static final int TTL_SECONDS = 1;

  private final DatagramSocket socket;
  private volatile byte[] address;

  TinyDns(String address) throws IOException {
    this.address = InetAddress.getByName(address).getAddress();
    this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread thread = new Thread(this::serve, "tiny-dns");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  void leadTo(String other) throws IOException {
    address = InetAddress.getByName(other).getAddress();
  }

  private void serve() {
    byte[] bytes = new byte[512];
    while (!socket.isClosed()) {
      try {
        DatagramPacket query = new DatagramPacket(bytes, bytes.length);
        socket.receive(query);
        byte[] answer = answer(Arrays.copyOf(bytes, query.getLength()));
        socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
      } catch (IOException closed) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(closed);
        }
      }
    }
  }

  /** RFC 1035, section 4: the question again, and one record of the kind that was asked for. */
  private byte[] answer(byte[] query) {
    int end = HEADER;
    while (query[end] != 0) {
      end += query[end] + 1;
    }
    short kind = ByteBuffer.wrap(query).getShort(end + 1);
    ByteBuffer answer = ByteBuffer.allocate(512);
    answer.put(query, 0, 2).putShort(ANSWERED).putShort((short) 1);
    answer.putShort((short) (kind == IPV4 ? 1 : 0)).putInt(0);
    answer.put(query, HEADER, end + 5 - HEADER);
    if (kind == IPV4) {
      answer.putShort(NAME_OF_THE_QUESTION).putShort(IPV4).putShort((short) 1).putInt(TTL_SECONDS);
      answer.putShort((short) 4).put(address);
    }
    return Arrays.copyOf(answer.array(), answer.position());
  }

  @Override
  public void close() {
    socket.close();
  }
}
