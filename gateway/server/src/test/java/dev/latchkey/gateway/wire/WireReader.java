// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads messages off a connection, strictly. One thread. */
final class WireReader {
  private final InputStream in;

  WireReader(InputStream in) {
    this.in = new BufferedInputStream(in, 64 * 1_024);
  }

  /** The next head; null where the connection ended cleanly before it. */
  @Nullable Head head() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String text = "";
    while (!text.endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        if (bytes.size() == 0) {
          return null;
        }
        throw new EOFException("the head breaks off: " + text);
      }
      bytes.write(b);
      text = b == '\n' ? bytes.toString(StandardCharsets.ISO_8859_1) : "";
    }
    return Head.parse(text.substring(0, text.length() - 4));
  }

  /** A body of known length. */
  void exactly(long length, ByteArrayOutputStream into) throws IOException {
    for (long i = 0; i < length; i++) {
      into.write(orEnd(in.read()));
    }
  }

  /** A chunked body with its trailers, which are dropped. */
  void chunked(ByteArrayOutputStream into) throws IOException {
    while (true) {
      long size = Long.parseLong(line().split(";", 2)[0].strip(), 16);
      if (size == 0) {
        while (!line().isEmpty()) {
          // Trailers are of no interest.
        }
        return;
      }
      exactly(size, into);
      if (!line().isEmpty()) {
        throw new IOException("a chunk is longer than its size");
      }
    }
  }

  /** Everything until the connection ends cleanly. */
  void untilEnd(ByteArrayOutputStream into) throws IOException {
    for (int b = in.read(); b >= 0; b = in.read()) {
      into.write(b);
    }
  }

  /** Whatever comes next, -1 for a clean end. */
  int read() throws IOException {
    return in.read();
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = orEnd(in.read()); b != '\n'; b = orEnd(in.read())) {
      line.append((char) b);
    }
    if (line.length() == 0 || line.charAt(line.length() - 1) != '\r') {
      throw new IOException("a line without CR");
    }
    return line.substring(0, line.length() - 1);
  }

  private static int orEnd(int b) throws EOFException {
    if (b < 0) {
      throw new EOFException("the body breaks off");
    }
    return b;
  }
}
