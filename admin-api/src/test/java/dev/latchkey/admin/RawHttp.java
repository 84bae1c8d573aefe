// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends bytes that no HTTP client would send. */
final class RawHttp {
  private RawHttp() {}

  /** Everything the server sends until it closes. */
  static String send(int port, String request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The status of the answer to a GET, and its body. */
  static Answer get(int port, String target, String token) {
    String answer =
        send(
            port,
            "GET "
                + target
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                + token
                + "\r\n\r\n");
    int body = answer.indexOf("\r\n\r\n") + 4;
    return new Answer(Integer.parseInt(answer.substring(9, 12)), answer.substring(body));
  }

  record Answer(int status, String body) {}
}
