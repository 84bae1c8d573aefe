// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port where connecting takes for ever: its queue is full and nobody accepts. */
public final class FullBacklog implements AutoCloseable {
  private static final int SURELY_FULL_MILLIS = 100;

  private final ServerSocket listener;
  private final List<Socket> waiting = new ArrayList<>();

  public FullBacklog() {
    try {
      listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      while (connects()) {
        // One more place is taken.
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  private boolean connects() throws IOException {
    Socket socket = new Socket();
    waiting.add(socket);
    try {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), SURELY_FULL_MILLIS);
      return true;
    } catch (SocketTimeoutException full) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      for (Socket socket : waiting) {
        socket.close();
      }
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
