// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Sends exact bytes and reads whatever comes back, until the server closes or falls silent. */
final class RawClient {
  private static final int SILENCE_MILLIS = 250;
  private static final int FIRST_BYTE_MILLIS = 5_000;

  private RawClient() {}

  record Reply(String text, boolean closed) {
    /** How many answers there are. */
    int answers() {
      return text.split("HTTP/1\\.[01] ", -1).length - 1;
    }

    int status() {
      return text.startsWith("HTTP/1.1 ") ? Integer.parseInt(text.substring(9, 12)) : -1;
    }
  }

  /** Sends the pieces one after another, each in a segment of its own. */
  static Reply send(int port, String... pieces) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      for (String piece : pieces) {
        socket.getOutputStream().write(piece.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
      }
      return read(socket);
    }
  }

  private static Reply read(Socket socket) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[8_192];
    socket.setSoTimeout(FIRST_BYTE_MILLIS);
    try {
      for (int n = socket.getInputStream().read(buffer);
          n >= 0;
          n = socket.getInputStream().read(buffer)) {
        text.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
        socket.setSoTimeout(SILENCE_MILLIS);
      }
      return new Reply(text.toString(), true);
    } catch (SocketTimeoutException silent) {
      return new Reply(text.toString(), false);
    } catch (IOException reset) {
      return new Reply(text.toString(), true);
    }
  }
}
