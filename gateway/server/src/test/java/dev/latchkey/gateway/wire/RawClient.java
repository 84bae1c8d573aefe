// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/** One connection to a server on this machine. Blocking; not for an event loop. */
public final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 5_000;

  private final Socket socket;
  private final WireReader reader;
  private boolean gone;

  private RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    this.reader = new WireReader(socket.getInputStream());
  }

  public static RawClient to(int port) {
    return to(port, 0);
  }

  /**
   * @param receiveBuffer what the kernel may hold for this client, in bytes; 0 for its own choice
   */
  public static RawClient to(int port, int receiveBuffer) {
    try {
      Socket socket = new Socket();
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return new RawClient(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same over TLS, which leaves it at HTTP/1.1. */
  public static RawClient to(int port, SSLContext trust) {
    try {
      return new RawClient(
          trust.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends bytes given as Latin-1. A server that has closed already is not an error here. */
  public RawClient send(String bytes) {
    try {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    } catch (SocketException closedAlready) {
      // What the server answered before is what counts.
      gone = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Whether something could not be sent any more. */
  public boolean isGone() {
    return gone;
  }

  /** Says that nothing more will be sent. */
  public void shutdownOutput() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves at once, without a word. */
  public void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The next answer.
   *
   * @param head whether the request was HEAD, so that no body follows
   */
  public Answer answer(boolean head) {
    try {
      List<Integer> interim = new ArrayList<>();
      Head next = reader.head();
      while (next != null && next.status() < 200 && next.status() != 101) {
        interim.add(next.status());
        next = reader.head();
      }
      if (next == null) {
        throw new EOFException("closed without an answer");
      }
      return body(interim, next, head || next.status() == 204 || next.status() == 304);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next interim answer's status, or the final one's, without a body. */
  public int status() {
    try {
      Head next = reader.head();
      return next == null ? -1 : next.status();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer body(List<Integer> interim, Head head, boolean none) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    boolean whole = true;
    boolean untilClose = !none && !head.isChunked() && head.length() < 0;
    try {
      if (none) {
        // Nothing follows.
      } else if (head.isChunked()) {
        reader.chunked(body);
      } else if (untilClose) {
        reader.untilEnd(body);
      } else {
        reader.exactly(head.length(), body);
      }
    } catch (EOFException | SocketException brokenOff) {
      whole = false;
    }
    String text = body.toString(StandardCharsets.ISO_8859_1);
    return new Answer(List.copyOf(interim), head, text, whole, untilClose);
  }

  /** Takes that much of what comes, or less at its end. */
  public String read(int bytes) {
    StringBuilder taken = new StringBuilder();
    try {
      int next = 0;
      while (taken.length() < bytes && (next = reader.read()) >= 0) {
        taken.append((char) next);
      }
      return taken.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the server ends the connection, by FIN or RST, whatever it says before. */
  public boolean isClosedAfterAnswers() {
    return bytesUntilClosed() >= 0;
  }

  /** How much the server says before it ends the connection, by FIN or RST; -1 if it does not. */
  public long bytesUntilClosed() {
    long bytes = 0;
    try {
      while (reader.read() >= 0) {
        bytes++;
      }
      return bytes;
    } catch (SocketTimeoutException open) {
      return -1;
    } catch (SocketException reset) {
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the server ends the connection, by FIN or RST, before it says anything more. */
  public boolean isClosedByServer() {
    try {
      return reader.read() < 0;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (SocketException reset) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
